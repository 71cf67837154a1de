import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from tests.models.published import HERE, file
from tintype.tensor import Tensor
from workbench.importing.conversion.candidate import Candidate
from workbench.importing.conversion.grafting import graft, needs_graft
from workbench.importing.options import Options, Size
from workbench.importing.sources.lite import load


def _run(data, image):
    candidate = Candidate("as it is", data)
    try:
        return candidate.output, candidate.run(image)
    finally:
        candidate.close()


def _scores(name, output="scores"):
    return load(HERE / f"{name}.tflite", Options(name, size=Size(8, 8) if name == "quadrants" else None, scores=output))


def test_softmax():
    """Logits become probabilities behind a file that somebody else made."""
    image = np.random.default_rng(0).integers(0, 256, (1, 4, 4, 3), np.uint8).tobytes()
    output, logits = _run(file("colours"), image)
    grafted, probabilities = _run(graft(file("colours"), _scores("colours").scores, softmax=True), image)
    assert grafted == output
    np.testing.assert_allclose(probabilities, np.exp(logits) / np.exp(logits).sum(), rtol=1e-5)


def test_main_function_among_others():
    """The function that is served gets the softmax, wherever it stands; an explanation beside it is kept."""
    image = np.random.default_rng(0).random((1, 8, 8, 1), np.float32)
    original = _scores("explained")
    data = graft(file("explained"), original.scores, softmax=True)
    wanted = original.run(image)
    np.testing.assert_allclose(_run(data, image.tobytes())[1], np.exp(wanted) / np.exp(wanted).sum(), rtol=1e-5)
    before, after = (Candidate("as it is", each) for each in (file("explained"), data))
    given = {
        "image": Tensor("image", "float32", (1, 8, 8, 1), image.tobytes()),
        "label": Tensor("label", "int32", (1,), bytes([1, 0, 0, 0])),
    }
    assert before.network.also("explain").run(given) == after.network.also("explain").run(given)
    before.close()
    after.close()


def test_one_of_two_outputs():
    """Of several outputs the chosen one is left."""
    assert needs_graft(file("pair"))
    [wanted] = [d for d in Interpreter(model_content=file("pair")).get_output_details() if d["index"]][:1]
    kept = Candidate("as it is", graft(file("pair"), wanted["index"], softmax=False))
    assert len(kept.network.outputs) == 1
    kept.close()


def test_nothing_to_do():
    """A file whose scores are numbers already needs nothing."""
    assert not needs_graft(file("colours"))


@pytest.mark.slow
@pytest.mark.parametrize("dtype", ["uint8", "int8"])
@pytest.mark.parametrize("softmax", [False, True])
def test_quantised(quantised, tmp_path, arrays, dtype, softmax):
    """Quantised scores leave the file as numbers, the same that LiteRT's other interpreter gives."""
    data = quantised(dtype, None if softmax else "softmax")
    (tmp_path / "model.tflite").write_bytes(data)
    original = load(tmp_path / "model.tflite", Options("colours"))
    quantum, zero = original.quantum
    for image in arrays[:6]:
        numbers = (image / quantum + zero).round().clip(*_limits(dtype)).astype(dtype)
        output, scores = _run(graft(data, original.scores, softmax=softmax), numbers.tobytes())
        wanted = original.run(numbers)
        wanted = np.exp(wanted) / np.exp(wanted).sum() if softmax else wanted
        assert output.dtype == "float32"
        np.testing.assert_allclose(scores, wanted, atol=1 / 64)


def _limits(dtype):
    return np.iinfo(dtype).min, np.iinfo(dtype).max
