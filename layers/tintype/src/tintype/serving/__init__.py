"""From a model's name to its answer: what is live, what is loaded, and the way of an image through it."""

from tintype.serving.resolved import Served
from tintype.serving.service import Service, start
from tintype.serving.warming import warm

__all__ = ["Served", "Service", "start", "warm"]
