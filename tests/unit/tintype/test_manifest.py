import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.errors import FormatError, ManifestError
from tintype.images import Preprocessing
from tintype.manifest import FORMAT, FileEntry, Golden, Manifest
from tintype.tensor import FORMATS, TensorSpec

_FLOATS = st.floats(allow_nan=False, allow_infinity=False)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | _FLOATS | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_OBJECTS = st.dictionaries(st.text(), _JSON, max_size=3)
_FILES = st.builds(FileEntry, st.from_regex(r"[0-9a-f]{64}", fullmatch=True), st.integers(0, 2**40))
_SPECS = st.builds(TensorSpec, st.text(), st.sampled_from(sorted(FORMATS)), st.tuples(st.integers(-1, 9)))
_PREPROCESSING = st.builds(
    Preprocessing,
    st.integers(1, 999),
    st.integers(1, 999),
    st.sampled_from(("L", "RGB")),
    st.sampled_from(("float32", "uint8")),
    st.tuples(_FLOATS),
    st.tuples(_FLOATS, _FLOATS, _FLOATS),
    st.sampled_from(("stretch", "fit", "crop")),
    st.integers(0, 255),
)
_NUMBERS = st.dictionaries(st.text(), st.lists(_FLOATS, max_size=2), max_size=2)
_MANIFESTS = st.builds(
    Manifest,
    name=st.text(),
    version=st.integers(1),
    task=st.text(),
    runtime=st.text(),
    files=st.dictionaries(st.text(), _FILES, max_size=2).flatmap(
        lambda others: _FILES.map(lambda model: {**others, "model": model})
    ),
    inputs=st.lists(_SPECS, max_size=2).map(tuple),
    outputs=st.lists(_SPECS, max_size=2).map(tuple),
    preprocessing=_PREPROCESSING,
    labels=st.lists(st.text(), max_size=3).map(tuple),
    golden=st.none() | st.builds(Golden, st.text(), _NUMBERS, _FLOATS, st.integers(1, 9), st.none() | _NUMBERS),
    metrics=_OBJECTS,
    lineage=_OBJECTS,
    options=_OBJECTS,
)


@pytest.fixture
def manifest(make_draft) -> Manifest:
    return Manifest(version=3, files={"model": FileEntry("a" * 64, 5)}, **make_draft()._asdict())


@pytest.fixture
def document(manifest) -> dict:
    return json.loads(manifest.to_json())


@given(_MANIFESTS)
def test_round_trip(manifest):
    """A manifest is read as it was written, and written again with the same bytes."""
    written = manifest.to_json()
    assert Manifest.from_json(written) == manifest
    assert Manifest.from_json(written).to_json() == written


def test_digest(manifest):
    """The digest is the model file's."""
    assert manifest.digest == "a" * 64


def test_document_is_plain(document):
    """The document has names for everything, and no field that says nothing."""
    assert document["files"] == {"model": {"sha256": "a" * 64, "size": 5}}
    assert document["inputs"] == [{"name": "image", "dtype": "float32", "shape": [-1, 2, 2, 1]}]
    assert document["preprocessing"]["mode"] == "L"
    assert document["format"] == FORMAT


def test_no_golden_sample_is_left_out(manifest):
    """A manifest without a golden sample has no such field."""
    assert "golden" not in json.loads(manifest._replace(golden=None).to_json())


def test_text_is_readable(manifest):
    """Labels in any script are written as they are, in UTF-8."""
    assert "sjö" in manifest._replace(labels=("sjö",)).to_json().decode()


@pytest.mark.parametrize("kind", [FORMAT + 1, 0, None, "1", [1]])
def test_other_format(document, kind):
    """A document of another format is refused with the format that is read here."""
    with pytest.raises(FormatError, match=f"expected {FORMAT} or older, received"):
        Manifest.from_json(json.dumps({**document, "format": kind}).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"not json", b"[1]", b'"text"', b"null", b"1"])
def test_no_document(data):
    """What is no JSON object is refused."""
    with pytest.raises(ManifestError):
        Manifest.from_json(data)


_NEEDED = ("name", "version", "task", "runtime", "files", "inputs", "outputs", "preprocessing")


@pytest.mark.parametrize("field", _NEEDED)
def test_missing_field(document, field):
    """A document without one of the needed fields is refused, and the message names the field."""
    del document[field]
    with pytest.raises(ManifestError, match=field):
        Manifest.from_json(json.dumps(document).encode())


def test_model_file_is_needed(document):
    """A version without a model file can be served by nobody."""
    document["files"] = {"report": document["files"]["model"]}
    with pytest.raises(ManifestError, match="model"):
        Manifest.from_json(json.dumps(document).encode())


@given(data=st.data())
def test_any_other_value(data):
    """Whatever stands in a field, the answer is a manifest or a ManifestError."""
    preprocessing = Preprocessing(2, 2)
    files = {"model": FileEntry("a" * 64, 5)}
    good = json.loads(Manifest("m", 1, "t", "r", files, (), (), preprocessing).to_json())
    field = data.draw(st.sampled_from(sorted({*good, "golden", "labels"} - {"format"})))
    good[field] = data.draw(_JSON | st.floats())
    try:
        Manifest.from_json(json.dumps(good).encode())
    except ManifestError:
        return


@pytest.mark.parametrize("cut", range(1, 400, 23))
def test_cut_off(manifest, cut):
    """A document that ends early is refused."""
    with pytest.raises(ManifestError):
        Manifest.from_json(manifest.to_json()[:-cut])


def test_entry():
    """A file's entry is its SHA-256, in hexadecimal, and its size."""
    sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-4's example
    assert FileEntry.of(b"abc") == FileEntry(sha256, 3)
