"""What a job wants of the upload function: kept as the upload's metadata, where that function reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tintype.errors import RegistryUnavailableError, StorageError, VersionNotFoundError, shown
from tintype.registry.reading import read_manifest
from tintype.registry.release import PRODUCTION

if TYPE_CHECKING:
    from tintype.serving import Service


class Wishes(NamedTuple):
    """A model, and of it exactly one version or what an alias stands for.

    ``top`` candidates are listed, 0 for the usual; ``sticky`` is the caller's word for ``tintype.http.sticky``.
    """

    model: str
    version: int | None = None
    label: str = PRODUCTION
    top: int = 0
    sticky: str = ""

    def check(self, service: Service) -> None:
        """Refuse now what would be refused after the upload.

        Raises:
            ModelNotFoundError, VersionNotFoundError, RegistryError: see ``tintype.serving.Service.model``.
        """
        release = service.release(self.model)
        if self.version is not None:
            self._look_for(self.version, service)
        elif release.live(self.label) is None:
            raise VersionNotFoundError(self.model, f"labelled {shown(self.label)}")

    def _look_for(self, version: int, service: Service) -> None:
        """Read the version's manifest; its file is for the upload function to load."""
        try:
            read_manifest(service.bucket, self.model, version)
        except StorageError as error:
            raise RegistryUnavailableError(str(error)) from error

    def metadata(self) -> dict[str, str]:
        """Return the metadata's names, behind ``x-amz-meta-``, and values; ASCII, once :meth:`check` let it pass."""
        said = {"tintype-model": self.model}
        if self.version is not None:
            said["tintype-version"] = str(self.version)
        elif self.label != PRODUCTION:
            said["tintype-label"] = self.label
        said |= {"tintype-sticky": self.sticky} if self.sticky else {}
        return said | ({"tintype-top": str(self.top)} if self.top else {})
