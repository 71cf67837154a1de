"""The container's models, for several workers of which one at a time uses them."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from tintype.errors import NotFoundError, RoutesError
from tintype.observability import is_sampled, stale
from tintype.serving.authorship import author
from tintype.serving.pipeline import predict
from tintype.tasks import Parameters
from tintype.uploads.routes import Routes
from tintype.uploads.routing import route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tintype.manifest import Manifest
    from tintype.serving import Service
    from tintype.serving.model import Model
    from tintype.tasks import Result


class Models:
    """What a service, which is for one call at a time, does for workers that wait for S3 at the same time.

    Attributes:
        turn: whoever uses what the workers share holds it, as for metrics.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.turn = Lock()
        self._routes = Routes(service.settings.refresh_seconds)
        self._made: dict[str, Result] = {}

    def chosen(self, key: str, headers: Mapping[str, str], image: bytes) -> tuple[Manifest, int, str]:
        """Return what answers an upload, how many candidates it asks for, and by which label, if by one.

        Args:
            key: the upload's.
            headers: the object's.
            image: the file's bytes, by which one of several versions that share the label is chosen.

        Raises:
            UploadRoutingError, UploadMetadataError, NotFoundError: the uploader names no model that is there, or its
                file one that is not any more.
            RoutesError: the routing document is broken, or names what is not released.
            RegistryError: the registry did not answer, or the model cannot be served.
        """
        service = self.service
        with self.turn:
            service.settle()  # the registry's connection is in use while models are loaded in the background
            asked = route(key, headers, self._routes.newest(service.bucket), service.settings.upload_model)
            sticky = asked.sticky.encode() or image
            try:
                served = service.model(asked.model, asked.version, asked.label, lambda: sticky)
            except NotFoundError as error:
                if asked.by_operator:
                    raise RoutesError("a model, version and label that are released", str(error)) from error
                raise
            stale(asked.model, served.problem)
            if served.load_seconds and is_sampled():
                _trace(served.model.manifest, load=served.load_seconds)
            manifest = author(service, served, image).model.manifest
            own = manifest is served.model.manifest and not asked.version
            return manifest, asked.top, asked.label if own else ""

    def answer(self, name: str, manifest: Manifest, image: bytes, top: int, label: str) -> Result:
        """Return an image's result; an equal one of the same batch is run once.

        Args:
            name: the answer's.
            manifest: of the model, as :meth:`chosen` gave it; it is loaded again if it had to make room meanwhile.
            image: the file's bytes.
            top: how many candidates.
            label: by which the version was asked for, so that a canary's calls are counted; empty for its number.

        Raises:
            ImageError: it is no image.
            InferenceError: the runtime failed.
        """
        with self.turn:
            if name not in self._made:
                model = self._again(manifest, label)
                self._made[name] = predict(model, image, Parameters(top), self.service.settings.max_pixels)
                if is_sampled():
                    _trace(manifest, **self._made[name].timings._asdict())
            return self._made[name]

    def _again(self, manifest: Manifest, label: str) -> Model:
        if label:
            asked = self.service.resolve(manifest.name, None, label)
            if manifest.version in asked.release.aliases.get(label, {}):
                model = self.service.answering(asked, manifest.version).model
                if model.manifest.version == manifest.version:
                    return model
        return self.service.model(manifest.name, manifest.version).model

    def forget(self) -> None:
        """Let go of a batch's answers."""
        self._made.clear()


def _trace(manifest: Manifest, **seconds: float) -> None:
    from tintype.tracing import Step, send  # for batches that are sampled

    steps = [Step(name, took) for name, took in seconds.items() if took]
    send(steps, sum(seconds.values()), (manifest.name, str(manifest.version)))
