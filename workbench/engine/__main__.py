"""Usage: ``eval "$(python -m workbench.engine up)"``, ``… expose PORT``, ``… down``."""

from __future__ import annotations

import sys

from workbench.engine.daemon import Daemon
from workbench.engine.failure import EngineError
from workbench.engine.home import HOME, engine_address
from workbench.engine.network import expose


def main(arguments: list[str]) -> str:
    """Do what the first word says and return the line to print.

    Raises:
        EngineError: it cannot be done here, and why.
    """
    match arguments:
        case ["up"]:
            address = engine_address()
            return f"export DOCKER_HOST={address}" if address else ": # Docker runs already"
        case ["expose", port]:
            return expose(int(port))
        case ["down"]:
            Daemon(HOME).stop()
            return "the engine is stopped"
    raise EngineError(f"expected up, expose PORT or down, received {' '.join(arguments) or 'nothing'}")


if __name__ == "__main__":
    try:
        print(main(sys.argv[1:]))  # noqa: T201 - the shell evaluates it
    except EngineError as error:
        sys.exit(f"engine: {error}")
