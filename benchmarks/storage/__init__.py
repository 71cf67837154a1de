"""Two S3s for the handlers: moto on loopback, and the same behind a proxy that takes the time that AWS takes."""

from benchmarks.storage.processes import Storage, Storages, storages

__all__ = ["Storage", "Storages", "storages"]
