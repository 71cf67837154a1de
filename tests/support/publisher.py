"""A publisher as a process, ``publisher.py BUCKET NUMBER [die]``: is ready, then waits for its input to end."""

import os
import signal
import sys

from tintype.images import Preprocessing
from tintype.registry import ManifestDraft, publish
from tintype.registry.keys import manifest as manifest_key
from tintype.s3 import Bucket
from tintype.tensor import TensorSpec


class _Dying(Bucket):
    """The process is killed just before it would write a manifest."""

    def put(self, key, *arguments, **options):
        if key == manifest_key("digits", 1):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().put(key, *arguments, **options)


def main() -> None:
    """Publish one version whose files and lineage have NUMBER in them, and print the version."""
    name, number, *die = sys.argv[1:]
    bucket = (_Dying if die else Bucket).from_environment(name, timeout=30.0)
    draft = ManifestDraft(
        "digits",
        "classification",
        "litert",
        (TensorSpec("image", "float32", (-1, 2, 2, 1)),),
        (TensorSpec("probabilities", "float32", (-1, 3)),),
        Preprocessing(2, 2, "L"),
        lineage={"publisher": number},
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
    files = {"model": f"model {number}".encode(), "report": f"report {number}".encode(), "licence": b"the same for all"}
    sys.stdout.write(f"{publish(bucket, draft, files).version}\n")


if __name__ == "__main__":
    main()
