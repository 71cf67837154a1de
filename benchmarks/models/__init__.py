"""The models that are served while it is measured, each with an image and the label that is its answer."""

from benchmarks.models.published import Published, publish
from benchmarks.models.sample import Sample

__all__ = ["Published", "Sample", "publish"]
