"""From the news that an object was created to the document that answers it."""

from tintype.uploads.batch import answer
from tintype.uploads.buckets import connect
from tintype.uploads.crew import Crew
from tintype.uploads.failures import Failures
from tintype.uploads.worker import Worker

__all__ = ["Crew", "Failures", "Worker", "answer", "connect"]
