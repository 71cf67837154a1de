"""Which pixels spoke for a classifier's answer: a heat map, and how far it can be trusted."""

from tintype.explaining.explanation import Explanation, Wishes, explain

__all__ = ["Explanation", "Wishes", "explain"]
