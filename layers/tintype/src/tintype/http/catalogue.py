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
        "aliases": {alias: _text_keys(shares) for alias, shares in release.aliases.items()},
        "released": release.when,
        "predict": f"/v1/models/{name}:predict",
    }


def _text_keys(shares: dict[int, float]) -> dict[str, float]:
    return {str(version): share for version, share in shares.items()}


def status(service: Service, route: Route) -> dict[str, Any]:
    """Return GetModelStatusResponse: the versions that are live, or the one that was asked for.

    Raises:
        ModelNotFoundError, VersionNotFoundError, RegistryError: see ``Service.model``.
    """
    if route.version is not None or route.label != PRODUCTION:
        versions = [service.model(route.name, route.version, route.label).model.manifest.version]
    else:
        versions = sorted(service.release(route.name).versions(), reverse=True)
    available = {"state": "AVAILABLE", "status": {"error_code": "OK", "error_message": ""}}
    return {"model_version_status": [{"version": str(version), **available} for version in versions]}


def metadata(served: Served) -> dict[str, Any]:
    """Return GetModelMetadataResponse, with the manifest's task, labels, preprocessing and metrics beside it."""
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
        },
    }


def _tensor_info(spec: TensorSpec) -> dict[str, Any]:
    dims = [{"size": str(size), "name": ""} for size in (-1, *spec.shape[1:])]
    return {
        "dtype": _DTYPES.get(spec.dtype, f"DT_{spec.dtype.upper()}"),
        "tensor_shape": {"dim": dims, "unknown_rank": False},
        "name": spec.name,
    }
