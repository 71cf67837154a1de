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
def test_idx_files(bucket, s3_client, idx_folder, prefix):
    """A prefix with idx files is the same data set as the folder they came from."""
    for path in idx_folder.iterdir():
        s3_client.upload_file(str(path), bucket.name, f"{prefix}/{path.name}".lstrip("/"))
    assert load(f"s3://{bucket.name}/{prefix}", HOW).digest == load(idx_folder, HOW).digest


def test_labelled_images(bucket, s3_client, image_folder):
    """A prefix with labelled images is the same data set as the folder they came from."""
    s3_client.put_object(Bucket=bucket.name, Key="digits/", Body=b"")  # what a console's "create folder" leaves
    for path in image_folder.glob("*/*.png"):
        s3_client.upload_file(str(path), bucket.name, f"digits/{path.parent.name}/{path.name}")
    assert load(f"s3://{bucket.name}/digits", HOW).digest == load(image_folder, HOW).digest


def test_nothing_there(bucket, s3_client):
    """An empty prefix is refused; a longer name that begins the same is another prefix."""
    s3_client.put_object(Bucket=bucket.name, Key="digits-old/file", Body=b"x")
    with pytest.raises(S3PrefixError, match=r"under s3://.*/digits, received no object"):
        load(f"s3://{bucket.name}/digits", HOW)


@pytest.mark.usefixtures("aws")
def test_no_bucket():
    """A missing bucket is told from a missing object."""
    with pytest.raises(S3PrefixError, match="NoSuchBucket"):
        load("s3://missing/digits", HOW)


def test_key_that_climbs_out(bucket, s3_client, tmp_path):
    """A key with .. in it writes nothing outside the folder."""
    s3_client.put_object(Bucket=bucket.name, Key="digits/x/../../../escaped", Body=b"x")
    with pytest.raises(S3PrefixError, match="plain paths"):
        s3.download(f"s3://{bucket.name}/digits", tmp_path / "a" / "b")
    assert not list(tmp_path.rglob("escaped"))
