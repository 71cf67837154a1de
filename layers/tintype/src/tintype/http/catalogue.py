"""What can be served: lists, status and metadata, in TensorFlow Serving's shapes where it has one.

https://www.tensorflow.org/tfx/serving/api_rest
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.errors import ManifestError, ModelNotFoundError, RegistryUnavailableError, StorageError
from tintype.registry.reading import list_models
from tintype.registry.release import PRODUCTION

if TYPE_CHECKING:
    from tintype.http.routing import Route
    from tintype.registry import Release
    from tintype.serving import Served, Service
    from tintype.tensor import TensorSpec

_DTYPES = {"float32": "DT_FLOAT", "float64": "DT_DOUBLE"}


def models(service: Service) -> dict[str, Any]:
    """Return all released models and their aliases; an empty list after a first deploy.

    Raises:
        RegistryUnavailableError: S3 did not answer.
    """
    service.settle()  # what loads in the background has the connection for itself
    try:
        return {"models": [entry for name in list_models(service.bucket) if (entry := _entry(service, name))]}
    except StorageError as error:
        raise RegistryUnavailableError(str(error)) from error


def _entry(service: Service, name: str) -> dict[str, Any] | None:
    try:
        release = service.release(name)
    except (ModelNotFoundError, ManifestError):
        return None  # published, but never released, or not legibly: its own calls say so
    return {
        "name": name,
        "version": release.live(),
        **_traffic(release),
        "predict": f"/v1/models/{name}:predict",
    }


def live(release: Release) -> set[int]:
    """Return the versions that answer somebody: all but those that only shadow."""
    return {version for shares in release.aliases.values() for version in shares}


def _traffic(release: Release) -> dict[str, Any]:
    """Return each alias's versions and their shares, what shadows them, and since when."""
    return {
        "aliases": {
            alias: {str(version): share for version, share in shares.items()}
            for alias, shares in release.aliases.items()
        },
        **({"shadows": release.shadows} if release.shadows else {}),
        "released": release.when,
    }


def status(service: Service, route: Route) -> dict[str, Any]:
    """Return GetModelStatusResponse: the versions that are live, or of one alias, or the one that was asked for.

    Beside it stands ``tintype``: which share of which alias each has.

    Raises:
        ModelNotFoundError, VersionNotFoundError, RegistryError: see ``Service.model``.
    """
    release = service.release(route.name)
    if route.version is not None or route.label != PRODUCTION:
        found = service.resolve(route.name, route.version, route.label).each()
        versions = {served.model.manifest.version for served, _ in found}
    else:
        versions = live(release)
    available = {"state": "AVAILABLE", "status": {"error_code": "OK", "error_message": ""}}
    entries = [{"version": str(version), **available} for version in sorted(versions, reverse=True)]
    return {"model_version_status": entries, "tintype": _traffic(release)}


def metadata(served: Served, release: Release) -> dict[str, Any]:
    """Return GetModelMetadataResponse, with the manifest's task, labels, preprocessing and metrics beside it.

    What is said of traffic is of the whole model, and the same for each of its versions.
    """
    manifest = served.model.manifest
    signature = {
        "inputs": {spec.name: _tensor_info(spec) for spec in manifest.inputs},
        "outputs": {spec.name: _tensor_info(spec) for spec in manifest.outputs},
        "method_name": "tensorflow/serving/predict",
    }
    return {
        "model_spec": {"name": manifest.name, "signature_name": "", "version": str(manifest.version)},
        "metadata": {
            "signature_def": {
                "@type": "type.googleapis.com/tensorflow.serving.SignatureDefMap",
                "signature_def": {"serving_default": signature},
            }
        },
        "tintype": {
            "task": manifest.task,
            "runtime": manifest.runtime,
            "digest": f"sha256:{manifest.digest}",
            "labels": list(manifest.labels),
            "preprocessing": manifest.preprocessing._asdict(),
            "metrics": manifest.metrics,
            "lineage": manifest.lineage,
            **_traffic(release),
        },
    }


def _tensor_info(spec: TensorSpec) -> dict[str, Any]:
    dims = [{"size": str(size), "name": ""} for size in (-1, *spec.shape[1:])]
    return {
        "dtype": _DTYPES.get(spec.dtype, f"DT_{spec.dtype.upper()}"),
        "tensor_shape": {"dim": dims, "unknown_rank": False},
        "name": spec.name,
    }
