"""A publisher as a process, ``publisher.py BUCKET NUMBER``: is ready, then waits for its input to end."""

import sys

from tintype.images import Preprocessing
from tintype.registry import ManifestDraft, publish
from tintype.s3 import Bucket
from tintype.tensor import TensorSpec


def main() -> None:
    """Publish one version whose files and lineage have NUMBER in them, and print the version."""
    name, number = sys.argv[1:]
    bucket = Bucket.from_environment(name, timeout=30.0)
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
