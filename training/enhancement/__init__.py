"""Better photographs: noise removed, or twice the size.

Run as::

    python -m training.photographs photographs/
    python -m training.enhancement denoise photographs/ --output denoise/
    python -m training.enhancement upscale photographs/ --output upscale/

which takes minutes each, prints the figures on the held-out photographs, measured by the LiteRT file as served, and
leaves a model folder to be published (``tintype publish denoise/``). docs/enhancement.md has the figures to expect.
"""
