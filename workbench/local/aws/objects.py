"""Keep S3 objects on disk: every version with its body, ETag, id and metadata.

One folder per key, `<bucket>/<sha256 of the key>/`: `index.json` lists the versions, oldest first, and
names the file of each body. The index is replaced in one step after its bodies are written.
"""

import datetime as dt
import hashlib
import json
import shutil
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from moto.s3.models import FakeDeleteMarker, FakeKey, s3_backends

from workbench.local.aws.files import replace
from workbench.local.template.names import LOCAL_ACCOUNT, LOCAL_REGION

_INDEX = "index.json"
_PLAIN = ("encryption", "kms_key_id", "bucket_key_enabled", "checksum_type", "checksum_parts")


class ObjectJournal:
    """The objects of every bucket, on disk.

    Args:
        folder: one folder per bucket is made in it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def buckets(self) -> list[str]:
        """Return the names of the buckets that have a folder."""
        return sorted(item.name for item in self._folder.iterdir() if item.is_dir())

    def add_bucket(self, bucket: str) -> None:
        """Remember a bucket, even while it is empty."""
        (self._folder / bucket).mkdir(parents=True, exist_ok=True)

    def remove_bucket(self, bucket: str) -> None:
        """Forget a bucket and all it holds."""
        shutil.rmtree(self._folder / bucket, ignore_errors=True)

    def save(self, bucket: str, key: str, versions: Sequence[Any]) -> None:
        """Bring the disk in line with a key's versions, oldest first; without any, the key is forgotten."""
        folder = self._folder / bucket / hashlib.sha256(key.encode()).hexdigest()
        if not versions:
            shutil.rmtree(folder, ignore_errors=True)
            return
        folder.mkdir(parents=True, exist_ok=True)
        records = [_record(item) for item in versions]
        for version, record in zip(versions, records, strict=True):
            if "body" in record and not (folder / record["body"]).exists():
                replace(folder / record["body"], version.value)
        replace(folder / _INDEX, json.dumps({"key": key, "versions": records}).encode())
        wanted = {record.get("body") for record in records} | {_INDEX}
        for leftover in folder.iterdir():
            if leftover.name not in wanted:
                leftover.unlink()

    def load(self, bucket: str) -> Iterator[tuple[str, list[Any]]]:
        """Yield each key of a bucket with its versions as moto keeps them."""
        for index in (self._folder / bucket).glob(f"*/{_INDEX}"):
            content = json.loads(index.read_bytes())
            key = content["key"]
            yield key, [_restore(bucket, key, record, index.parent) for record in content["versions"]]


def _record(version: Any) -> dict[str, Any]:  # noqa: ANN401  # moto's classes are untyped here
    record = {"version_id": version.version_id, "last_modified": version.last_modified.isoformat()}
    if isinstance(version, FakeDeleteMarker):
        return record
    if not hasattr(version, "journal_body"):
        version.journal_body = f"{uuid.uuid4().hex}.body"
    checksum = version.checksum_value
    tagger = s3_backends[version.account_id][version.partition].tagger
    return record | {
        "body": version.journal_body,
        "etag": version.etag.strip('"'),
        "versioned": version._is_versioned,  # noqa: SLF001  # moto has no public name for it
        "storage": version.storage_class,
        "metadata": dict(version.metadata),
        "tags": tagger.get_tag_dict_for_resource(version.arn),
        "checksum_algorithm": version.checksum_algorithm,
        "checksum_value": checksum.decode() if isinstance(checksum, bytes) else checksum,
        **{name: getattr(version, name) for name in _PLAIN},
    }


def _restore(bucket: str, key: str, record: dict[str, Any], folder: Path) -> Any:  # noqa: ANN401
    restored = FakeKey(
        key,
        (folder / record["body"]).read_bytes() if "body" in record else b"",
        LOCAL_ACCOUNT,
        LOCAL_REGION,
        storage=record.get("storage"),
        etag=record.get("etag"),
        is_versioned=record.get("versioned", True),
        version_id=record["version_id"],
        bucket_name=bucket,
        checksum_value=record.get("checksum_value"),
        **{name: record.get(name) for name in _PLAIN},
    )
    if "body" not in record:
        restored = FakeDeleteMarker(restored)
        restored._version_id = record["version_id"]  # noqa: SLF001  # moto draws one and offers no setter
    else:
        _restore_details(restored, record)
    restored.last_modified = dt.datetime.fromisoformat(record["last_modified"])
    return restored


def _restore_details(restored: Any, record: dict[str, Any]) -> None:  # noqa: ANN401
    restored.journal_body = record["body"]
    restored.checksum_algorithm = record["checksum_algorithm"]
    restored.set_metadata(record["metadata"], replace=False)
    if record["tags"]:
        tagger = s3_backends[restored.account_id][restored.partition].tagger
        tagger.tag_resource(restored.arn, [{"Key": key, "Value": value} for key, value in record["tags"].items()])
