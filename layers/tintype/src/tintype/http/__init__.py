"""API Gateway's events in, its responses out."""

from tintype.http.answering import answer

__all__ = ["answer"]
