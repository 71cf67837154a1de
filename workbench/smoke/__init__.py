"""A smoke test of a deployment: the calls that have to work, with a model of its own that is taken away afterwards."""

from workbench.smoke.checks import smoke

__all__ = ["smoke"]
