"""Masks: which pixels of an image are lungs, or its subject.

Run as::

    python -m training.segmentation lungs --output lungs/
    python -m training.segmentation cutout --output cutout/

each of which fetches its data, prints the figures on the held-out images, measured by the LiteRT file as
served, and leaves a model folder to be published (``tintype publish lungs/``). docs/segmentation.md has the figures to
expect.
"""
