"""Whether what is live can be loaded, as a container would load it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import ModelNotFoundError, TintypeError
from tintype.registry import read_manifest, read_release
from tintype.registry.reading import list_models
from tintype.serving.model import load
from workbench.doctor.finding import note, right, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tintype.s3 import Bucket
    from workbench.doctor.finding import Finding

_AREA = "models"
_HERE = "litert"


def models(bucket: Bucket) -> Iterator[Finding]:
    """Fetch each live version, check its files, and let it answer its golden sample."""
    names = list_models(bucket)
    if not names:
        yield note(_AREA, "registry", "no models", "Train and publish one by `tintype train`.")
    for name in names:
        yield from _model(bucket, name)


def _model(bucket: Bucket, name: str) -> Iterator[Finding]:
    try:
        release, _ = read_release(bucket, name)
    except ModelNotFoundError:
        yield note(_AREA, name, "published, but not released", f"Release a version by `tintype promote {name}@1`.")
        return
    except TintypeError as error:
        yield wrong(_AREA, name, error, "Release a version again.")
        return
    for version in sorted(release.versions() if release else ()):
        yield _version(bucket, name, version)


def _version(bucket: Bucket, name: str, version: int) -> Finding:
    what = f"{name}@{version}"
    try:
        if (runtime := read_manifest(bucket, name, version).runtime) != _HERE:
            return note(_AREA, what, f"not tried: it needs the runtime {runtime}", "Ask it by `tintype predict`.")
        load(bucket, name, version, None, threads=1).network.close()
    except TintypeError as error:
        return wrong(_AREA, what, error, f"Roll back by `tintype rollback {name}`, or publish it again.")
    return right(_AREA, what, "loads, and answers its golden sample")
