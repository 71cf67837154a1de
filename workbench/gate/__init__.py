"""Whether a new version may go live: compared with the one that is, on images that neither was trained on."""

from workbench.gate.gate import Gate, Verdict
from workbench.gate.sources import choose

__all__ = ["Gate", "Verdict", "choose"]
