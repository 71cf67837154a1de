"""A multipart body to images and parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.errors import ImagesError, shown
from tintype.http.images import Image
from tintype.http.multipart import parse

if TYPE_CHECKING:
    from tintype.http.multipart import Part
    from tintype.http.request import Request


def read(request: Request) -> tuple[list[Image], dict[str, str]]:
    """Return the images in their order, each with its file's name or else its field's, and the other fields' texts.

    Raises:
        ImagesError: no part is an image.
        MultipartError, TooManyImagesError: see ``tintype.http.multipart.parse``.
    """
    images, fields = [], {}
    for part in parse(request.body, request.headers["content-type"]):
        if part.filename == "" and not part.body:
            continue  # browsers send this of a field for a file that nobody chose
        if _is_image(part):
            images.append(Image(part.filename or part.name, part.content))
        else:
            fields[part.name] = part.content().decode(errors="replace")
    if not images:
        raise ImagesError(f"the fields {shown(sorted(fields))} and no image")
    return images, fields


def _is_image(part: Part) -> bool:
    """Tell a file from a form's text, which has neither a file's name, nor a type (RFC 7578, section 4.4), nor NUL."""
    return part.filename is not None or part.content_type not in ("", "text/plain") or b"\0" in part.body
