"""Thousands of images in blocks of keys: a Distributed Map's children, or the tasks of S3 Batch Operations."""

from tintype.batches.answering import answer

__all__ = ["answer"]
