"""What a Distributed Map leaves in S3: a manifest, and a file of its children for each way they ended.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
"""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workbench.local.states.paths import fill

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def write_results(
    writer: Mapping[str, Any],
    data: Any,  # noqa: ANN401
    children: Sequence[Mapping[str, Any]],
    run: str,
    s3: "S3Client",
) -> dict[str, Any]:
    """Write the children's ends and return what the Map state puts out.

    Args:
        writer: the ResultWriter.
        data: the Map state's input.
        children: each with Status (SUCCEEDED or FAILED), Input, and Output or Error.
        run: the run's id.
        s3: where to.
    """
    place = fill(writer["Parameters"], data)
    bucket, folder = place["Bucket"], f"{place['Prefix']}/{run}/"
    files: dict[str, list[dict[str, Any]]] = {"FAILED": [], "PENDING": [], "SUCCEEDED": []}
    for status, found in files.items():
        body = json.dumps([child for child in children if child["Status"] == status]).encode()
        if len(body) > len(b"[]"):
            found.append({"Key": f"{folder}{status}_0.json", "Size": len(body)})
            s3.put_object(Bucket=bucket, Key=found[0]["Key"], Body=body)
    arn = f"arn:aws:states:us-east-1:123456789012:mapRun:{run}"
    manifest = {"DestinationBucket": bucket, "MapRunArn": arn, "ResultFiles": files}
    s3.put_object(Bucket=bucket, Key=f"{folder}manifest.json", Body=json.dumps(manifest).encode())
    return {"MapRunArn": arn, "ResultWriterDetails": {"Bucket": bucket, "Key": f"{folder}manifest.json"}}
