"""Read `template.yaml` as the local stack needs it: change the file there and the stack changes."""

from workbench.local.template.reader import read_template

__all__ = ["read_template"]
