from __future__ import annotations

import pytest

from training.errors import S3PrefixError
from training.hyperparameters import Hyperparameters
from training.loaders import load, s3

HOW = Hyperparameters().preprocessing


@pytest.mark.parametrize(
    ("uri", "expected"),
    [("s3://b", ("b", "")), ("s3://b/", ("b", "")), ("s3://b/p/q", ("b", "p/q/")), ("s3://b/p/", ("b", "p/"))],
)
def test_parse(uri, expected):
    """A URI is a bucket and a prefix that ends in a slash."""
    assert s3.parse(uri) == expected


def test_parse_without_bucket():
    """A URI without a bucket is refused."""
    with pytest.raises(S3PrefixError, match="two slashes"):
        s3.parse("s3:///prefix")


@pytest.mark.parametrize("prefix", ["", "data/digits"])
def test_idx_files(s3_client, idx_folder, prefix):
    """A prefix with idx files is the same data set as the folder they came from."""
    s3_client.create_bucket(Bucket="training-data")
    for path in idx_folder.iterdir():
        s3_client.upload_file(str(path), "training-data", f"{prefix}/{path.name}".lstrip("/"))
    assert load(f"s3://training-data/{prefix}", HOW).digest == load(idx_folder, HOW).digest


def test_labelled_images(s3_client, image_folder):
    """A prefix with labelled images is the same data set as the folder they came from."""
    s3_client.create_bucket(Bucket="training-data")
    s3_client.put_object(Bucket="training-data", Key="digits/", Body=b"")  # what a console's "create folder" leaves
    for path in image_folder.glob("*/*.png"):
        s3_client.upload_file(str(path), "training-data", f"digits/{path.parent.name}/{path.name}")
    assert load("s3://training-data/digits", HOW).digest == load(image_folder, HOW).digest


def test_nothing_there(s3_client):
    """An empty prefix is refused; a longer name that begins the same is another prefix."""
    s3_client.create_bucket(Bucket="training-data")
    s3_client.put_object(Bucket="training-data", Key="digits-old/file", Body=b"x")
    with pytest.raises(S3PrefixError, match="under s3://training-data/digits, received no object"):
        load("s3://training-data/digits", HOW)


def test_no_bucket(s3_client):
    """A missing bucket is told from a missing object."""
    with pytest.raises(S3PrefixError, match="NoSuchBucket"):
        load("s3://missing/digits", HOW)


def test_key_that_climbs_out(s3_client, tmp_path):
    """A key with .. in it writes nothing outside the folder."""
    s3_client.create_bucket(Bucket="training-data")
    s3_client.put_object(Bucket="training-data", Key="digits/x/../../../escaped", Body=b"x")
    with pytest.raises(S3PrefixError, match="plain paths"):
        s3.download("s3://training-data/digits", tmp_path / "a" / "b")
    assert not list(tmp_path.rglob("escaped"))
