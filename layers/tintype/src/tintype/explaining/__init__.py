"""Which pixels spoke for a classifier's answer: a heat map, and how far it can be trusted."""

from tintype.explaining.explanation import Wishes, explain

__all__ = ["Wishes", "explain"]
