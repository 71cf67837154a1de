"""The model card: what it is for, what it learnt from, what it reaches, and what it does not."""

from __future__ import annotations

from typing import Any

from training.photographs.provenance import data

_NAMES = {"jpeg": "JPEG, progressive, optimised", "webp": "WebP", "avif": "AVIF, speed 8"}


def card(metrics: dict[str, Any], lineage: dict[str, Any]) -> str:
    """Return the card in Markdown."""
    rates = "".join(
        f"| {quality} | {at['bits_per_pixel']:.2f} | {at['psnr']:.1f} |\n" for quality, at in metrics["rates"].items()
    )
    saved = "".join(
        f"| {_NAMES[name]} | {of['mean']:.0%} | {of['least']:.0%} | {of['most']:.0%} |\n"
        for name, of in metrics["saved"].items()
    )
    return (
        "# codec\n\n"
        "Keeps photographs in few bytes, and gives them back: a DCT of blocks of three sizes, whose coefficients are "
        "coded with probabilities from a small learned network, and a learned post-filter.\n\n"
        f"{data(lineage)}"
        f"**Measured** on {metrics['photographs']} other photographs, by the files as served:\n\n"
        f"| quality | bits a pixel | PSNR |\n| ---: | ---: | ---: |\n{rates}\n"
        "Fewer bits at equal PSNR (over all channels) than Pillow's files:\n\n"
        f"| than | mean | least | most |\n| --- | ---: | ---: | ---: |\n{saved}\n"
        "**Limits.** Learnt from photographs, for squared error: drawings, text and screenshots are coded without "
        "trouble, though other formats may need less for them. A file can be read by the version that wrote it, and "
        "by no other.\n\n"
        "**Licence.** Apache-2.0, like the code.\n"
    )
