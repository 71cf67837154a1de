"""What the server and its models say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.http.oip.datatypes import DATATYPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tintype.manifest import Manifest
    from tintype.tensor import TensorSpec


def model(manifest: Manifest, versions: Iterable[int]) -> dict[str, Any]:
    """Return the protocol's model metadata; the first size, the number of rows, is any."""
    return {
        "name": manifest.name,
        "versions": [str(version) for version in versions],
        "platform": manifest.runtime,
        "inputs": [_tensor(spec) for spec in manifest.inputs],
        "outputs": [_tensor(spec) for spec in manifest.outputs],
    }


def _tensor(spec: TensorSpec) -> dict[str, Any]:
    return {"name": spec.name, "datatype": DATATYPES[spec.dtype], "shape": [-1, *spec.shape[1:]]}
