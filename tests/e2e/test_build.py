"""What `make build` left, run by the Python that Lambda runs."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.e2e.missing import give_up
from tests.e2e.sam import REPOSITORY
from workbench.packaging.python313 import find_python313
from workbench.packaging.sizes import LIMIT_MB, MB, measure

BUILD = REPOSITORY / ".aws-sam/build"
LAYERS = [BUILD / "TintypeLayer/python", BUILD / "DependenciesLayer/python"]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """Functions and layers, built as a user builds them; quick when they are up to date."""
    subprocess.run(["make", "build"], cwd=REPOSITORY, check=True, capture_output=True)


@pytest.fixture(scope="module")
def python313() -> Path:
    return find_python313() or give_up("expected a Python 3.13 (on PATH, or pyenv's, or uv's), found none")


def run(python: Path, code: str) -> str:
    path = os.pathsep.join(map(str, LAYERS))
    command = [python, "-I", "-c", f"import sys; sys.path[:0] = {path.split(os.pathsep)!r}\n{code}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_it_is_small():
    """Functions and layers together stay below the limit, and none is empty."""
    sizes = measure(BUILD)
    functions = {f"Predict{kind}Function" for kind in ("Http", "Upload", "Batch", "Shadow")}
    others = {"JudgeCanaryFunction", "PageFunction", "TintypeLayer", "DependenciesLayer"}
    assert set(sizes) == functions | others
    assert min(sizes.values()) > 0
    assert sum(sizes.values()) < LIMIT_MB * MB


def test_litert_survives_the_trimming(python313):
    """The C library loads, and so does LiteRT's own Python interpreter for whoever wants it."""
    code = "import ai_edge_litert.interpreter as i, ctypes, pathlib\n"
    code += "ctypes.CDLL(str(pathlib.Path(i.__file__).with_name('libLiteRt.so')))\nprint(i.Interpreter.__name__)"
    assert run(python313, code) == "Interpreter"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_every_format_survives_the_trimming(python313, kind):
    """Pillow still reads each format that Tintype takes."""
    code = f"import io, PIL.Image as p\nf = io.BytesIO()\np.new('RGB', (5, 4), 'red').save(f, {kind!r})\n"
    assert run(python313, f"{code}print(p.open(f, formats=[{kind!r}]).convert('RGB').size)") == "(5, 4)"


def test_the_parsers_survive_the_trimming(python313):
    """JSON and base64 of large bodies go through the parsers in C, not through what stands in for them."""
    code = "from tintype.http.codecs import from_base64, from_json, to_base64, to_json\nimport sys, types\n"
    code += "numbers = {'x': [0.5] * 30_000}\nassert from_json(to_json(numbers).encode()) == numbers\n"
    code += "assert from_base64(to_base64(bytes(99_999))) == bytes(99_999)\n"
    code += "import orjson, pybase64\nassert 'C extension active' in pybase64.get_version()\n"
    code += "print(isinstance(orjson.loads, types.BuiltinFunctionType))"
    assert run(python313, code) == "True"


def test_no_library_misses_another():
    """Every shared library that is left finds those it is linked to."""
    libraries = [str(path) for path in LAYERS[1].rglob("*.so*")]
    listing = subprocess.run(["ldd", *libraries], capture_output=True, text=True, check=False).stdout
    assert "libLiteRt.so" in listing
    assert [line for line in listing.splitlines() if "not found" in line] == []


def test_layers_are_compiled_for_lambda(python313):
    """Nothing is compiled on the way to an answer: bytecode is there, and is used without a look at the source."""
    code = "import tintype, PIL, importlib.util as u\n"
    code += "print([open(m.__cached__, 'rb').read(8)[4] for m in (tintype, PIL)])"
    assert run(python313, code) == "[1, 1]"  # flags of PEP 552: by hash, unchecked
