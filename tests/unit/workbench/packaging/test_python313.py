from workbench.packaging import python313


def executable(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_a_shim_that_does_not_run_is_passed_over(tmp_path, monkeypatch):
    """A `python3.13` on PATH that fails is no Python 3.13; pyenv's own copy behind it is found."""
    executable(tmp_path / "bin/python3.13", "exit 127")
    real = executable(tmp_path / ".pyenv/versions/3.13.9/bin/python3.13", f"echo {tmp_path}/real")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(python313.sys, "executable", "/nonexistent")
    assert real.exists()
    assert python313.find_python313(tmp_path) == tmp_path / "real"


def test_none_is_an_answer(tmp_path, monkeypatch):
    """A machine without Python 3.13 is told so by None."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(python313.sys, "executable", "/nonexistent")
    assert python313.find_python313(tmp_path) is None
