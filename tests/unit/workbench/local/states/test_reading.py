import pytest

from workbench.local.states.reading import batches, read_items

PREFIX = {"Bucket.$": "$.bucket", "Prefix.$": "$.prefix"}
OBJECT = {"Bucket.$": "$.bucket", "Key.$": "$.key"}


def test_listing(bucket, s3_client, fill):
    """A listing brings each key below the prefix, in order, with its ETag and size."""
    fill(bucket, **{f"in/{number:04}": b"x" for number in range(3)}, other=b"x")
    reader = {"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": PREFIX}
    items = list(read_items(reader, {"bucket": bucket.name, "prefix": "in/"}, s3_client))
    assert [item["Key"] for item in items] == [f"in/{number:04}" for number in range(3)]
    assert items[0]["Etag"] == '"9dd4e461268c8034f5c8564e155c67a6"'
    assert items[0]["Size"] == 1


@pytest.mark.parametrize(
    ("config", "body"),
    [
        ({"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}, b'key,size\n"a,1.png",3\nb.png,4\n'),
        ({"InputType": "JSONL"}, b'{"key": "a,1.png", "size": "3"}\n{"key": "b.png", "size": "4"}\n'),
    ],
)
def test_manifest(bucket, s3_client, fill, config, body):
    """A manifest brings its rows, in both forms."""
    fill(bucket, list=body)
    reader = {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": config, "Parameters": OBJECT}
    rows = list(read_items(reader, {"bucket": bucket.name, "key": "list"}, s3_client))
    assert rows == [{"key": "a,1.png", "size": "3"}, {"key": "b.png", "size": "4"}]


def test_other_readers(bucket, s3_client, fill):
    """A reader of another kind is refused by name."""
    fill(bucket, list=b"")
    reader = {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "PARQUET"}}
    with pytest.raises(ValueError, match="PARQUET"):
        read_items(reader | {"Parameters": OBJECT}, {"bucket": bucket.name, "key": "list"}, s3_client)


def test_batches():
    """Items are cut into blocks, each with what is the same for all."""
    batcher = {"MaxItemsPerBatch": 2, "BatchInput": {"bucket.$": "$.bucket"}}
    made = list(batches(iter([{"Key": key} for key in "abc"]), batcher, {"bucket": "b"}))
    assert [[item["Key"] for item in block["Items"]] for block in made] == [["a", "b"], ["c"]]
    assert {block["BatchInput"]["bucket"] for block in made} == {"b"}
