"""The learned codec: tables of whole numbers that foretell coefficients, and a post-filter.

Run as::

    python -m training.photographs photographs/
    python -m training.compression photographs/ --output codec/

which prints the figures on the held-out photographs beside those of JPEG and WebP, and leaves a model folder to be
published (``tintype publish codec/``). docs/compression.md has the figures to expect.
"""
