import pytest

from workbench.context.samconfig import configured_region, stack_name
from workbench.errors import ContextError

TEXT = """version = 0.1
[default.global.parameters]
stack_name = "tintype"
region = "eu-west-1"
[staging.global.parameters]
stack_name = "try"
[staging.deploy.parameters]
region = "eu-north-1"
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "samconfig.toml").write_text(TEXT)
    return tmp_path


def test_stack(project):
    """An environment's stack is what it says."""
    assert [stack_name(name, project) for name in ("default", "staging")] == ["tintype", "try"]


def test_unknown_environment(project):
    """An environment that is not there is answered by those that are."""
    with pytest.raises(ContextError, match="one of default, staging, received live"):
        stack_name("live", project)


def test_region(project, tmp_path):
    """A stack's region is that of the environment which names the stack, if there is one."""
    regions = [configured_region(name, project) for name in (None, "try", "other")]
    assert regions == ["eu-west-1", "eu-north-1", None]
    assert configured_region("tintype", tmp_path / "elsewhere") is None
