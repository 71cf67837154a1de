"""A job's id and its upload's key follow from each other, so that nothing has to be kept between two calls."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from tintype.errors import JobNotFoundError
from tintype.http.caller import folder
from tintype.registry.keys import is_name

_ID = re.compile(r"([0-9a-f]{32})-(.+)")
_BYTES = 16


class Job(NamedTuple):
    """One upload of one caller for one model."""

    number: str
    model: str

    @property
    def id(self) -> str:
        """What the caller asks by."""
        return f"{self.number}-{self.model}"

    @property
    def upload(self) -> str:
        """The upload's key in the caller's folder: what an image by reference names."""
        return f"{self.model}/{self.number}"

    def key(self, caller: str) -> str:
        """Return the upload's key in the bucket; another caller's is another."""
        return folder(caller) + self.upload


def new(model: str) -> Job:
    """Return a job that nobody can guess."""
    return Job(os.urandom(_BYTES).hex(), model)


def named(job_id: str) -> Job:
    """Return the job of that id.

    Raises:
        JobNotFoundError: it is none.
    """
    found = _ID.fullmatch(job_id)
    if found is None or not is_name(found[2]):
        raise JobNotFoundError(job_id)
    return Job(found[1], found[2])
