"""Make moto's buckets write what changes to disk before the caller hears of it."""

import functools
from collections.abc import Callable
from typing import Any

from moto.s3 import notifications
from moto.s3.models import S3Backend, s3_backends
from moto.s3.utils import _VersionedKeyStore

from workbench.local.aws.announcements import Announcements
from workbench.local.aws.objects import ObjectJournal
from workbench.local.template.names import LOCAL_ACCOUNT, LOCAL_REGION


class JournaledKeys(_VersionedKeyStore):  # type: ignore[misc]  # moto is untyped here
    """A bucket's keys that remember which of them changed."""

    def __init__(self) -> None:
        super().__init__()
        self.changed: set[str] = set()

    def __setitem__(self, key: str, value: Any) -> None:  # noqa: ANN401
        super().__setitem__(key, value)
        self.changed.add(key)

    def setlist(self, key: str, list_: Any) -> None:  # noqa: ANN401
        """Replace a key's versions."""
        super().setlist(key, list_)
        self.changed.add(key)

    def pop(self, key: str) -> None:
        """Remove a key with all its versions."""
        super().pop(key)
        self.changed.add(key)


class Buckets:
    """Ties moto's S3 to a journal and to EventBridge; make one per process.

    Args:
        journal: where objects are kept.
    """

    def __init__(self, journal: ObjectJournal) -> None:
        self._journal = journal
        self._announcements = Announcements(notifications._detail_type)  # noqa: SLF001
        notifications._send_event_bridge_message = self._announcements.add  # noqa: SLF001
        S3Backend.create_bucket = self._creating(S3Backend.create_bucket)
        S3Backend.delete_bucket = self._deleting(S3Backend.delete_bucket)

    def restore(self) -> None:
        """Bring back the buckets that the journal knows; nothing is announced again."""
        for name in self._journal.buckets():
            self._backend().create_bucket(name, LOCAL_REGION)

    def commit(self, touched: tuple[str, str], source_address: str) -> None:
        """Write what one request changed, then announce it.

        Args:
            touched: bucket and key of the request; tags change without the key store's knowledge.
            source_address: the caller's address, for the events.
        """
        for name, bucket in list(self._backend().buckets.items()):
            if not isinstance(bucket.keys, JournaledKeys):
                continue
            changed, bucket.keys.changed = bucket.keys.changed, set()
            if name == touched[0] and touched[1] in bucket.keys:
                changed.add(touched[1])
            for key in changed:
                self._journal.save(name, key, bucket.keys.getlist(key, []))
        self._announcements.send(source_address)

    def _backend(self) -> Any:  # noqa: ANN401
        return s3_backends[LOCAL_ACCOUNT]["aws"]

    def _creating(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def create_bucket(backend: Any, bucket_name: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            bucket = original(backend, bucket_name, *args, **kwargs)
            self._journal.add_bucket(bucket_name)
            keys = JournaledKeys()
            for key, versions in self._journal.load(bucket_name):
                keys.setlist(key, versions)
            keys.changed.clear()
            bucket.keys = keys
            return bucket

        return create_bucket

    def _deleting(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def delete_bucket(backend: Any, bucket_name: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            deleted = original(backend, bucket_name, *args, **kwargs)
            self._journal.remove_bucket(bucket_name)
            return deleted

        return delete_bucket
