import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.errors import JobNotFoundError
from tintype.http.caller import folder
from tintype.http.jobs import naming

_MODELS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,62}", fullmatch=True)


@given(_MODELS)
def test_found_again(model):
    """A job is found again by its id, whatever the model is called."""
    job = naming.new(model)
    assert naming.named(job.id) == job


def test_nobody_guesses():
    """No two jobs have the same id."""
    assert len({naming.new("digits").id for _ in range(100)}) == 100


def test_uploads_lie_in_their_callers_folder():
    """The same job asked for by somebody else is another upload."""
    job = naming.new("digits")
    assert job.key("ada") == f"{folder('ada')}digits/{job.number}"
    assert job.key("eve") != job.key("ada")


@pytest.mark.parametrize("job_id", ["", "digits", "0" * 32, f"{'0' * 32}-", f"{'0' * 32}-../x", f"{'G' * 32}-digits"])
def test_no_id(job_id):
    """Anything else is no job."""
    with pytest.raises(JobNotFoundError, match="POST /v1/uploads"):
        naming.named(job_id)
