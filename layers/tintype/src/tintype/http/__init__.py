"""API Gateway's events in, its responses out."""

from tintype.http import endpoints  # the usual ones are there before the first call
from tintype.http.answering import answer

__all__ = ["answer", "endpoints"]
