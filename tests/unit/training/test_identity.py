from training.identity import who


def test_on_sagemaker(monkeypatch):
    """A job on SageMaker is named, rather than its container's user."""
    monkeypatch.setenv("TRAINING_JOB_NAME", "shoes-1")
    assert who() == "training job shoes-1"


def test_elsewhere(monkeypatch):
    """Elsewhere it is the user at the machine."""
    monkeypatch.delenv("TRAINING_JOB_NAME", raising=False)
    monkeypatch.setattr("getpass.getuser", lambda: "ada")
    monkeypatch.setattr("socket.gethostname", lambda: "laptop")
    assert who() == "ada@laptop"


def test_without_a_name(monkeypatch):
    """A container's user may have no name."""

    def nobody():
        raise KeyError

    monkeypatch.delenv("TRAINING_JOB_NAME", raising=False)
    monkeypatch.setattr("getpass.getuser", nobody)
    assert who().startswith("somebody@")
