"""What subjects stand on: parts of photographs, walls, textures, mixtures; and pieces of them that are no subjects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw
from PIL.Image import Transpose

from training.segmentation.scenes.chance import happens, mirrored, one
from training.segmentation.scenes.light import blurred, coloured, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    Rng = np.random.Generator
    Size = tuple[int, int]

_MADE, _MIXED, _TURNED, _SWAPPED, _BLURRED = 0.2, 0.35, 0.3, 0.3, 0.4  # of the backgrounds
_LARGEST_BLUR = 1 / 64  # of the shorter side
_LEAST = 0.25  # of a photograph's width or height
_OCTAVES = (3, 6, 12, 24, 48, 96)
_TURNS = (Transpose.ROTATE_90, Transpose.ROTATE_180, Transpose.ROTATE_270)


def background(photographs: Sequence[Image.Image], size: Size, rng: Rng) -> Image.Image:
    """Return a background in mode ``"RGB"`` of this width and height: few photographs have to make many."""
    made = _either(photographs, size, rng)
    if happens(rng, _MIXED):
        made = Image.composite(made, _either(photographs, size, rng), _share(size, rng))
    if happens(rng, _SWAPPED):
        made = Image.merge("RGB", [made.getchannel(int(band)) for band in rng.permutation(3)])
    if happens(rng, _BLURRED):
        made = blurred(made, rng.uniform(0, _LARGEST_BLUR) * min(size))
    return coloured(mirrored(made, rng), rng, 0.15)


def _either(photographs: Sequence[Image.Image], size: Size, rng: Rng) -> Image.Image:
    return _between(_share(size, rng), rng) if happens(rng, _MADE) else _part(one(photographs, rng), size, rng)


def _part(photograph: Image.Image, size: Size, rng: Rng) -> Image.Image:
    if happens(rng, _TURNED):
        photograph = photograph.transpose(one(_TURNS, rng))
    whole, wanted = np.array(photograph.size), np.array(size)
    kept = wanted * rng.uniform(_LEAST, 1) * (whole / wanted).min()
    corner = rng.uniform(0, 1, 2) * (whole - kept)
    left, top, right, bottom = (float(edge) for edge in np.minimum([*corner, *(corner + kept)], [*whole, *whole]))
    return photograph.resize(size, Image.Resampling.BILINEAR, (left, top, right, bottom), reducing_gap=2)


def _share(size: Size, rng: Rng) -> Image.Image:
    """Return how much there is of one of two things: all alike, as light falls on a wall, up to an edge, in patches."""
    slope = Image.linear_gradient("L").rotate(rng.uniform(0, 360))
    kinds = (_alike, lambda *_: slope, lambda *_: Image.radial_gradient("L"), lambda *_: _edge(slope, rng), _patches)
    share: Image.Image = one(kinds, rng)(rng)
    return share.resize(size, Image.Resampling.BICUBIC)


def _alike(rng: Rng) -> Image.Image:
    return Image.new("L", (1, 1), int(rng.integers(64, 192)))


def _edge(slope: Image.Image, rng: Rng) -> Image.Image:
    return slope.point(table((np.arange(256) - rng.uniform(64, 192)) * rng.uniform(4, 64) + 128))


def _patches(rng: Rng) -> Image.Image:
    """Return noise of several sizes, more or less of the finer ones."""
    weights = rng.uniform(0.4, 1.1) ** np.arange(len(_OCTAVES))
    noises = [Image.fromarray(rng.integers(0, 256, (cells, cells), np.uint8)) for cells in _OCTAVES]
    enlarged = [np.asarray(noise.resize((192, 192), Image.Resampling.BICUBIC), np.float32) for noise in noises]
    summed = sum(weight * (noise - 128) for weight, noise in zip(weights, enlarged, strict=True))
    return Image.fromarray(np.clip(128 + summed * rng.uniform(0.5, 2), 0, 255).astype(np.uint8))


def _between(share: Image.Image, rng: Rng) -> Image.Image:
    low, high = (tuple(table(rng.normal(level, 30, 3))) for level in rng.uniform(0, 255, 2))
    return Image.composite(Image.new("RGB", share.size, low), Image.new("RGB", share.size, high), share)


def blob(size: Size, rng: Rng) -> Image.Image:
    """Return a mask in mode ``"L"`` of a rounded shape, whose edge is as soft as a subject's, or softer."""
    middle, radius = rng.uniform(0.1, 0.9, 2) * size, rng.uniform(0.1, 0.4) * min(size)
    angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(4, 12)))
    reach = radius * rng.uniform(0.6, 1.4, len(angles))
    corners = middle + reach[:, None] * np.stack([np.cos(angles), np.sin(angles)], -1)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon([(x, y) for x, y in corners.tolist()], fill=255)
    rounded = blurred(mask, radius / 6).point(table(4 * np.arange(256) - 382))
    return blurred(rounded, one((0.5, 1.0, radius / 3), rng))
