"""What a published version is: the document that makes it exist, read and written the same way everywhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tintype.errors import FormatError, ManifestError
from tintype.images.preprocessing import Preprocessing
from tintype.tensor import TensorSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 2
"""The manifest's own format; a reader refuses a newer one. 1 knew no ``options``, and of outputs all values."""


class FileEntry(NamedTuple):
    """A file of the version: where its bytes are is decided by their SHA-256 (hexadecimal) alone."""

    sha256: str
    size: int

    @classmethod
    def of(cls, data: bytes | memoryview) -> FileEntry:
        """Return the entry of a file with these bytes."""
        from hashlib import sha256  # for who publishes

        return cls(sha256(data).hexdigest(), len(data))


class Golden(NamedTuple):
    """One input and the answer to it that was recorded when the version was published.

    Attributes:
        input: an encoded image in base64, which goes the whole way of a request.
        outputs: each output's values in row-major order, by its name.
        tolerance: the largest absolute difference that counts as equal.
        every: of large outputs only each so-many-th value is kept, beginning with the first.
        beside: the values of the inputs that no image makes, by their names, where the model has any.
    """

    input: str
    outputs: dict[str, list[float]]
    tolerance: float
    every: int = 1
    beside: dict[str, list[float]] | None = None


class Manifest(NamedTuple):
    """One version of a model.

    Attributes:
        name, version: its identity; versions are whole and rising.
        task: what turns its tensors into a result, such as ``"classification"``.
        runtime: what runs its ``"model"`` file, such as ``"litert"``.
        files: by role; ``"model"`` is always there.
        inputs, outputs: the tensors, in the order of the model's signature.
        preprocessing: how an image becomes the input.
        labels: the classes' names in the order of the output.
        golden: checked once, after loading.
        metrics, lineage: as the training job reports them.
        options: what else the task has to know, by name; its module says what.
    """

    name: str
    version: int
    task: str
    runtime: str
    files: dict[str, FileEntry]
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
    preprocessing: Preprocessing
    labels: tuple[str, ...] = ()
    golden: Golden | None = None
    metrics: dict[str, Any] = {}  # noqa: RUF012 -- never changed
    lineage: dict[str, Any] = {}  # noqa: RUF012 -- never changed
    options: dict[str, Any] = {}  # noqa: RUF012 -- never changed

    @property
    def digest(self) -> str:
        """The SHA-256 of the model file, in hexadecimal: what answered, beyond doubt."""
        return self.files["model"].sha256

    def to_json(self) -> bytes:
        """Return the document: UTF-8, sorted keys, so that equal manifests have equal bytes."""
        return json.dumps({"format": FORMAT, **_plain(self)}, sort_keys=True, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """Read a document that :meth:`to_json` wrote.

        Raises:
            FormatError: it is of a newer format.
            ManifestError: it says too little.
        """
        document = _document(data)
        try:
            document["files"]["model"]  # what nobody could serve is no version
            return cls(
                name=document["name"],
                version=int(document["version"]),
                task=document["task"],
                runtime=document["runtime"],
                files={role: FileEntry(**entry) for role, entry in document["files"].items()},
                inputs=_specs(document["inputs"]),
                outputs=_specs(document["outputs"]),
                preprocessing=_preprocessing(document["preprocessing"]),
                labels=tuple(document.get("labels", ())),
                golden=Golden(**document["golden"]) if document.get("golden") else None,
                metrics=document.get("metrics", {}),
                lineage=document.get("lineage", {}),
                options=document.get("options", {}),
            )
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
            raise ManifestError("manifest", "the documented fields", f"{type(error).__name__}: {error}") from error


def _document(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data)
    except ValueError as error:
        raise ManifestError("manifest", "JSON", str(error)) from error
    if not isinstance(document, dict):
        raise ManifestError("manifest", "an object", type(document).__name__)
    if document.get("format") not in range(1, FORMAT + 1):
        raise FormatError("manifest", FORMAT, document.get("format"))
    return document


def _specs(entries: list[dict[str, Any]]) -> tuple[TensorSpec, ...]:
    return tuple(TensorSpec(entry["name"], entry["dtype"], tuple(entry["shape"])) for entry in entries)


def _preprocessing(entry: Mapping[str, Any]) -> Preprocessing:
    return Preprocessing(**{**entry, "scale": tuple(entry["scale"]), "offset": tuple(entry["offset"])})


def _plain(value: object) -> Any:  # noqa: ANN401 -- JSON is any of its types
    if hasattr(value, "_asdict"):
        return {key: _plain(item) for key, item in value._asdict().items() if item is not None}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
