"""Open Inference Protocol clients, ``inference_clients.py HOST:PORT/STAGE KEY IMAGE``: prints JSON of what they get.

It runs in the environment .tools/clients. Both clients write into the headers that they get: each call has its own.
"""

import asyncio
import base64
import json
import sys
from pathlib import Path

import numpy as np
from kserve import InferenceRESTClient, InferInput, InferRequest, RESTConfig
from tritonclient import http

ONES = np.ones((2, 8, 8, 1), np.float32)


def main() -> None:
    """Ask both clients."""
    address, key, image = sys.argv[1], sys.argv[2], Path(sys.argv[3]).read_bytes()
    found = {"triton": triton(address, key, image), "kserve": asyncio.run(kserve(address, key))}
    sys.stdout.write(json.dumps(found))


def triton(address: str, key: str, image: bytes) -> dict:
    """Use tritonclient[http]: its URL takes a path."""
    client, headers = http.InferenceServerClient(address), {"x-api-key": key}
    found = {
        "live": client.is_server_live(headers),
        "ready": client.is_server_ready(headers),
        "model_ready": client.is_model_ready("quadrants", "1", headers),
        "metadata": client.get_model_metadata("quadrants", headers=dict(headers)),
    }
    for binary in (True, False):
        kind = "binary" if binary else "json"
        tensor = http.InferInput("image", [2, 8, 8, 1], "FP32")
        tensor.set_data_from_numpy(ONES, binary_data=binary)
        wanted = [http.InferRequestedOutput("scores", binary_data=binary)]
        answer = client.infer("quadrants", [tensor], outputs=wanted, request_id="seven", headers=dict(headers))
        found[kind] = {"id": answer.get_response()["id"], "scores": answer.as_numpy("scores").tolist()}
        content = image if binary else base64.b64encode(image)
        picture = http.InferInput("image", [1], "BYTES")
        picture.set_data_from_numpy(np.array([content], np.object_), binary_data=binary)
        classes = [http.InferRequestedOutput("scores", binary_data=binary, class_count=1)]
        answer = client.infer("quadrants", [picture], model_version="1", outputs=classes, headers=dict(headers))
        found[kind]["classes"] = [
            str(text, "utf-8") if isinstance(text, bytes) else text for text in answer.as_numpy("scores").ravel()
        ]
    client.close()
    return found


async def kserve(address: str, key: str) -> dict:
    """Use kserve's REST client: its base URL takes a path."""
    client, base, headers = InferenceRESTClient(RESTConfig(protocol="v2")), f"http://{address}", {"x-api-key": key}
    found = {
        "live": await client.is_server_live(base, headers=dict(headers)),
        "ready": await client.is_server_ready(base, headers=dict(headers)),
        "model_ready": await client.is_model_ready(base, "quadrants", headers=dict(headers)),
    }
    for binary in (True, False):
        tensor = InferInput("image", [2, 8, 8, 1], "FP32")
        tensor.set_data_from_numpy(ONES, binary_data=binary)
        parameters = {"binary_data_output": binary}
        request = InferRequest("quadrants", [tensor], request_id="seven", parameters=parameters)
        answer = await client.infer(base, request, model_name="quadrants", headers=dict(headers))
        scores = answer.outputs[0].as_numpy().tolist()
        found["binary" if binary else "json"] = {"id": answer.id, "scores": scores}
    await client.close()
    return found


if __name__ == "__main__":
    main()
