"""What the first image needs beside its model, imported while the model is on its way."""

from __future__ import annotations

from importlib import import_module

_MODULES = ("PIL.PngImagePlugin", "tintype.runtimes.litert.network", "tintype.tasks.classification")


def warm() -> None:
    """Import Pillow with the plug-in that training's golden samples need, the runtime and the task."""
    for module in _MODULES:
        import_module(module)
