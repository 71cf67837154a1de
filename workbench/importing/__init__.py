"""Models that were trained elsewhere: read safely, converted, compared with what they were, measured, published.

`tintype import`'s work; docs/importing.md explains it. TensorFlow is imported by what converts, never before.
"""
