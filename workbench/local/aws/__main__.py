"""The process of the local AWS: `python -m workbench.local.aws --port PORT --home FOLDER`."""

import argparse
import signal
import sys
from pathlib import Path

from workbench.local.aws.server import make_aws_server
from workbench.local.layout import Layout


def main() -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--home", type=Path, required=True)
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # Ctrl-C reaches the whole terminal; the supervisor decides when this process ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    make_aws_server(arguments.port, Layout(arguments.home)).serve_forever()


if __name__ == "__main__":
    main()
