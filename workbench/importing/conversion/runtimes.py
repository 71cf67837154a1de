"""Which runtime a file is for, by how it was made."""

from workbench.importing.options import TENSORFLOW


def runtime_of(precision: str) -> str:
    """Return a manifest's ``runtime`` for a file of this precision."""
    return "tensorflow" if precision == TENSORFLOW else "litert"
