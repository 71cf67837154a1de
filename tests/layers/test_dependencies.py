import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
LAYER = REPOSITORY / "layers/dependencies"


def pins(lock: Path) -> dict[str, set[str]]:
    """Versions by package; a universal lock may have several, for several versions of Python."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", lock.read_text(), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


@pytest.fixture(scope="module")
def trim():
    spec = importlib.util.spec_from_file_location("trim", LAYER / "trim.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_deployed_is_what_is_tested():
    """Each package of the layer has a version that the workspace's lock has too."""
    workspace = pins(REPOSITORY / "requirements/workspace.txt")
    layer = pins(LAYER / "requirements.txt")
    assert layer
    assert {name: versions for name, versions in layer.items() if not versions <= workspace.get(name, set())} == {}


def test_every_package_is_locked_by_hash():
    """No requirement of the layer goes without a hash."""
    for requirement in re.split(r"\n(?=\w)", (LAYER / "requirements.txt").read_text().strip()):
        assert "--hash=sha256:" in requirement, requirement.splitlines()[0]


def test_both_processors():
    """The layer has every package for x86_64 and for arm64, but for the one of which there is no wheel for arm64."""
    lock = (LAYER / "requirements.txt").read_text()
    marked = dict(re.findall(r"^([a-z0-9._-]+)==[^ ;]+ ; ([^\\\n]+?) *\\\\?$", lock, re.MULTILINE))
    assert marked == {
        "colorama": "sys_platform == 'win32'",
        "constriction": "platform_machine == 'x86_64' or sys_platform != 'linux'",
    }


def test_serving_keeps_its_library_and_loses_the_rest(trim, tmp_path):
    """Trimming drops accelerators, tools, tests and type stubs, and keeps LiteRT's library and every licence."""
    dropped = ("ai_edge_litert/libLiteRtWebGpuAccelerator.so", "ai_edge_litert/tools/x.py", "numpy/tests/test_a.py")
    kept = ("ai_edge_litert/libLiteRt.so", "numpy/__init__.py", "pillow.dist-info/licenses/LICENSE")
    for name in (*dropped, *kept, "numpy/__init__.pyi", "tqdm/__init__.py", "bin/f2py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    trim.drop_unused(tmp_path)
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()) == sorted(kept)


def test_without_strip_nothing_breaks(trim, tmp_path, monkeypatch):
    """A machine without `strip` gets a larger layer, and is told so."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert trim.strip_libraries(tmp_path) is False


def test_a_library_that_strip_refuses_stays(trim, tmp_path):
    """A library of another processor, or no library at all, is left as it is."""
    if shutil.which("strip") is None:
        pytest.skip("no `strip` on PATH (Debian: binutils)")
    (tmp_path / "foreign.so").write_bytes(b"\x7fELF, of a kind")
    assert trim.strip_libraries(tmp_path) is True
    assert (tmp_path / "foreign.so").read_bytes() == b"\x7fELF, of a kind"


def make(target: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    command = ["make", "-C", str(folder), target]
    environment = {"PATH": "/usr/bin:/bin", **variables}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_without_uv_the_build_says_what_to_do(tmp_path):
    """A build that finds no uv fails, and names two ways to get it."""
    built = make("build-DependenciesLayer", LAYER, ARTIFACTS_DIR=str(tmp_path))
    assert built.returncode != 0
    assert "pip install uv" in built.stderr


def test_an_unknown_processor_is_refused(tmp_path):
    """A build for anything but x86_64 and arm64 fails and says what was expected."""
    variables = {"TINTYPE_UV": sys.executable, "TINTYPE_ARCHITECTURE": "riscv64"}
    built = make("build-DependenciesLayer", LAYER, ARTIFACTS_DIR=str(tmp_path), **variables)
    assert built.returncode != 0
    assert "expected TINTYPE_ARCHITECTURE to be x86_64 or arm64, received 'riscv64'" in built.stderr


def test_our_layer_is_the_package_and_nothing_else(tmp_path):
    """The layer `tintype` has the package's sources and data, compiled, and no stale bytecode."""
    built = make("build-TintypeLayer", REPOSITORY / "layers/tintype", ARTIFACTS_DIR=str(tmp_path))
    assert built.returncode == 0, built.stderr
    source = REPOSITORY / "layers/tintype/src"
    expected = {path.relative_to(source) for path in source.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    found = {path.relative_to(tmp_path / "python") for path in tmp_path.rglob("*") if path.is_file()}
    assert {path for path in found if path.suffix != ".pyc"} == expected
