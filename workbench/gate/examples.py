"""Images to compare versions on: labelled folders, idx files, archives of them, and captured calls."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from training.loaders import folders, idx, s3
from training.served import png
from workbench.gate.errors import GateError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mypy_boto3_s3 import S3Client

    from training.dataset import Images

_LAYOUT = "images as <label>/<name>.png (JPEG and others too), idx files (t10k-…), or a .zip of either"


class Example(NamedTuple):
    """One encoded image.

    Attributes:
        name: for people.
        image: the file's bytes.
        label: what it shows; empty where nobody knows, as in captured calls.
    """

    name: str
    image: bytes
    label: str


def read(source: str, s3_client: Callable[[], S3Client] = s3.usual_client) -> list[Example]:
    """Return the examples of a folder, a ``.zip`` or an ``s3://`` prefix; of ``train/`` and ``test/`` the second.

    Args:
        source: where they are.
        s3_client: makes what reads ``s3://``; by default with the environment's credentials.

    Raises:
        GateError: there are none.
        S3PrefixError, IdxError: see ``training.errors``.
    """
    if s3.is_uri(source):
        with TemporaryDirectory(prefix="tintype-gate-") as folder:
            return read(str(s3.download(source, Path(folder), s3_client())))
    path = Path(source)
    if path.is_file() and path.suffix == ".zip":
        return unpack(path.read_bytes())
    if not path.is_dir():
        raise GateError(_LAYOUT, f"{source}, which is neither a folder nor a .zip", "Check the path.")
    return _checked(_idx(path) if idx.present((path,)) else _labelled(path), source)


def unpack(archive: bytes) -> list[Example]:
    """Return the examples of a zip archive of ``<label>/<name>``.

    Raises:
        GateError: it is no such archive.
    """
    try:
        with zipfile.ZipFile(BytesIO(archive)) as opened:
            names = [name for name in sorted(opened.namelist()) if name.lower().endswith(folders.ENDINGS)]
            found = [Example(name, opened.read(name), PurePosixPath(name).parent.name) for name in names]
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise GateError("a zip archive", str(error), "Write it by zip -r set.zip <folders of labels>.") from error
    return _checked([example for example in found if example.label], "the archive")


def spread(examples: list[Example], most: int) -> list[Example]:
    """Return at most so many, evenly over all of them, so that no label of a sorted set is left out."""
    if len(examples) <= most:
        return examples
    return [examples[index * len(examples) // most] for index in range(most)]


def _checked(examples: list[Example], source: str) -> list[Example]:
    if not examples:
        raise GateError(_LAYOUT, f"none in {source}", "Check the path.")
    return examples


def _labelled(folder: Path) -> list[Example]:
    root = folder / "test" if (folder / "test").is_dir() else folder
    return [Example(f"{path.parent.name}/{path.name}", path.read_bytes(), path.parent.name) for path in _images(root)]


def _images(root: Path) -> Iterable[Path]:
    return sorted(path for path in root.glob("*/*") if path.suffix.lower() in folders.ENDINGS)


def _idx(folder: Path) -> list[Example]:
    images, labels = (_only(folder, f"{idx.TEST}-{kind}", rank) for kind, rank in ((idx.IMAGES, 3), (idx.LABELS, 1)))
    pairs = zip(images, labels, strict=True)
    return [
        Example(f"test image {i}", png(image[..., None]), str(int(label))) for i, (image, label) in enumerate(pairs)
    ]


def _only(folder: Path, name: str, rank: int) -> Images:
    found = [path for path in (folder / name, folder / f"{name}.gz") if path.is_file()]
    if not found:
        raise GateError(f"{name} or {name}.gz in {folder}", "neither", "The test images and their labels are needed.")
    return idx.read(found[0], rank)
