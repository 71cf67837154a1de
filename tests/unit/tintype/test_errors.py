import inspect
import re

import pytest

from tintype import errors
from tintype.errors import TintypeError

_LINE = re.compile(r"^(?P<indent>[│├└─ ]*)(?P<name>\w+Error) +(?P<status>\d{3})\b", re.MULTILINE)
_SAID_TO_CALLERS = [
    errors.EmptyBodyError(),
    errors.Base64Error("instances[0].b64", "incorrect padding"),
    errors.JsonError("a list"),
    errors.InstancesError("neither"),
    errors.ImagesError("an empty list"),
    errors.MultipartError("a boundary's line that does not end in CRLF"),
    errors.TooManyImagesError(300, 256),
    errors.TensorError("image", "shape [any,28,28,1]", "shape [3]"),
    errors.BodyTooLargeError(7_000_000, 6_291_456),
    errors.NotAnImageError(b"hello, world"),
    errors.TruncatedImageError("PNG", "detail"),
    errors.UnsupportedImageError("a PDF document"),
    errors.ImageTooLargeError(100_000, 100_000, 50_000_000),
    errors.MethodNotAllowedError("PUT", "/v1/models", "GET"),
    errors.UnsupportedMediaTypeError("text/plain"),
    errors.NotAcceptableError("image/png", ("application/json",)),
    errors.UploadRoutingError("seven.png"),
    errors.ManifestError("manifest", "JSON", "nothing"),
    errors.FormatError("release", 2, 3),
    errors.CorruptFileError("The model file", "3 bytes", "2 bytes"),
    errors.GoldenSampleError("digits", 3, 0.5, 1e-5),
    errors.SignatureError("digits", 3, "a Sigstore bundle", "something else"),
    errors.UnsignedVersionError("digits", 3),
    errors.UntrustedSignatureError("digits", 3, 2),
    errors.AlteredVersionError("digits", 3, "a manifest with SHA-256 00", "01"),
]


def _drawn() -> dict[str, tuple[str, int]]:
    """Each drawn class's parent and status, from the indentation of the tree in the docstring."""
    tree, branch = {}, []
    for match in _LINE.finditer(errors.__doc__):
        depth = len(match["indent"]) // 4
        branch[depth:] = [match["name"]]
        tree[match["name"]] = (branch[depth - 1] if depth else "Exception", int(match["status"]))
    return tree


def _written() -> dict[str, tuple[str, int]]:
    """Each class's parent and status, from the code."""
    classes = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__]
    return {kind.__name__: (kind.__bases__[0].__name__, kind.status) for kind in classes}


def test_tree_is_the_code():
    """The tree in the docstring has every class, under its parent and with its status, and no other."""
    assert _drawn() == _written()


def test_every_error_says_why_it_exists():
    """Each class has a docstring of its own."""
    assert all(getattr(errors, name).__doc__ for name in _written())


@pytest.mark.parametrize("error", _SAID_TO_CALLERS, ids=lambda error: type(error).__name__)
def test_message_compares(error):
    """A message says what was expected and what was received."""
    assert re.search(r"\bexpected\b.*\breceived\b", str(error), re.IGNORECASE | re.DOTALL)


@pytest.mark.parametrize("error", _SAID_TO_CALLERS, ids=lambda error: type(error).__name__)
def test_message_ends(error):
    """A message is made of whole sentences."""
    assert str(error).endswith(".")


def test_head_of_no_image_is_shown():
    """The first eight bytes of what is no image are shown in hexadecimal, and no more of them."""
    assert "begin with 68 65 6c 6c 6f 2c 20 77." in str(errors.NotAnImageError(b"hello, world"))


def test_nothing_as_image_is_named():
    """An empty file is called nothing."""
    assert "begin with nothing" in str(errors.NotAnImageError(b""))


def test_detail_is_not_said():
    """The detail for the logs is no part of what a caller reads."""
    error = errors.RegistryUnavailableError("GET secret-bucket/key failed")
    assert error.detail == "GET secret-bucket/key failed"
    assert "secret-bucket" not in str(error)


def test_variable_is_for_the_logs():
    """A caller is not told which variable of the deployment is wrong; the logs are."""
    error = errors.SettingsError("TINTYPE_THREADS", "a number (int)", "'many'")
    assert "TINTYPE_THREADS" not in str(error)
    assert error.detail == "TINTYPE_THREADS: expected a number (int), received 'many'"


def test_allowed_methods_are_kept():
    """A refused method keeps the allowed ones, for the Allow header."""
    assert errors.MethodNotAllowedError("PUT", "/v1/models", "GET, HEAD").allowed == "GET, HEAD"


def test_transient():
    """What may pass by itself says so, and nothing else does."""
    transient = {name for name in _written() if getattr(errors, name).transient}
    assert transient == {
        "RegistryUnavailableError",
        "ReleaseConflictError",
        "ConflictError",
        "StorageUnavailableError",
        "UploadsUnavailableError",
        "WebhookError",
    }


def test_root_is_unexpected():
    """An error of no better class answers 500."""
    assert TintypeError("boom").status == 500
