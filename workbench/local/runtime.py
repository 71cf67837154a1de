"""Which Python runs the functions, from which code, with which environment variables."""

import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from workbench.local.aws.client import ACCESS_KEY, SECRET_KEY
from workbench.local.environment import Recipe
from workbench.local.layout import PROJECT
from workbench.local.template.description import Description, Function
from workbench.packaging.python313 import find_python313

LAMBDA_PYTHON = "3.13"
# awslambdaric for Lambda's Python; the deployed function gets it from Lambda itself.
RUNTIME_CLIENT = PROJECT / ".tools" / f"runtime-{LAMBDA_PYTHON}"
_ARCHITECTURES = {"x86_64": "x86_64", "aarch64": "arm64"}


@dataclass(frozen=True)
class Runtime:
    """An interpreter and where it finds code.

    Args:
        python: the interpreter.
        client: the folder that holds awslambdaric, or None where the interpreter has it installed.
        build: SAM's build folder, or None for the source tree.
    """

    python: Path
    client: Path | None = None
    build: Path | None = None

    @property
    def name(self) -> str:
        """Say what is run, in a few words."""
        return f"the build in {self.build}" if self.build else "the source tree"

    def recipe(self, function: Function, description: Description, emulator: Path, aws: str, logs: Path) -> Recipe:
        """Say how to start a function's environments.

        Args:
            function: which one.
            description: the template's.
            emulator: the emulator's binary.
            aws: the local AWS's address.
            logs: the folder for its log.
        """
        root, places = self._code(function)
        variables = {
            **dict(function.environment),
            **_lambda_variables(function, description, root),
            "AWS_ENDPOINT_URL": aws,
            "PYTHONPATH": ":".join(str(place) for place in places),
        }
        command = (str(self.python), "-m", "awslambdaric", function.handler)
        log = logs / f"{function.logical_id}.log"
        return Recipe(function.logical_id, emulator, command, variables, root, function.timeout, log)

    def _code(self, function: Function) -> tuple[Path, list[Path]]:
        """Return the task root and everything that is on the path."""
        client = [self.client] if self.client else []
        if self.build:
            root = self.build / function.logical_id
            return root, [root, *(self.build / layer.logical_id / "python" for layer in function.layers), *client]
        root = source_root(function)
        sources = (layer.content / "src" for layer in function.layers)
        return root, [root, *(item for item in sources if item.is_dir()), *client]


def source_root(function: Function) -> Path:
    """Return the folder below which the handler's dotted path leads to its module.

    Raises:
        FileNotFoundError: neither the code's folder nor one above it is such a folder.
    """
    module = Path(*function.handler.split(".")[:-1]).with_suffix(".py")
    for folder in (function.code, *function.code.parents):
        if (folder / module).is_file():
            return folder
    message = f"expected {module}, the module of {function.logical_id}, in {function.code} or above: none is there"
    raise FileNotFoundError(message)


def choose_runtime(project: Path, client: Path = RUNTIME_CLIENT) -> Runtime:
    """Return the deployed wheels on Lambda's Python where both are there, else this Python and the source.

    A build for another processor, or one that is older than its sources, does not count.
    """
    build = project / ".aws-sam" / "build"
    if is_fresh(build, project) and (client / "awslambdaric").is_dir() and (python := find_python313()):
        return Runtime(python, client, build)
    return source_runtime()


def is_fresh(build: Path, project: Path) -> bool:
    """Tell whether the build is for this processor and no source has changed since."""
    marker = build / f"built-for-{_ARCHITECTURES.get(platform.machine())}"
    if not marker.is_file():
        return False
    return changed_at(project) <= marker.stat().st_mtime


def changed_at(project: Path) -> float:
    """Return when the functions or layers were last changed, in seconds since the epoch."""
    sources = (path for folder in ("functions", "layers") for path in (project / folder).rglob("*"))
    return max((path.stat().st_mtime for path in sources if path.suffix != ".pyc" and path.is_file()), default=0.0)


def source_runtime() -> Runtime:
    """Return this Python with the source tree."""
    return Runtime(Path(sys.executable))


def _lambda_variables(function: Function, description: Description, root: Path) -> dict[str, str]:
    """https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime ."""
    level = {"AWS_LAMBDA_LOG_LEVEL": function.log_level} if function.log_level else {}
    return {
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_SESSION_TOKEN": "tintype-local",
        "AWS_REGION": description.region,
        "AWS_DEFAULT_REGION": description.region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{LAMBDA_PYTHON}",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(function.timeout),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_FORMAT": function.log_format,
        **level,
        "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
        "LAMBDA_TASK_ROOT": str(root),
        "LANG": "en_US.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "POWERTOOLS_TRACE_DISABLED": "true",  # no X-Ray daemon listens here
        "PYTHONUNBUFFERED": "1",
        "TZ": ":UTC",
        "_HANDLER": function.handler,
    }
