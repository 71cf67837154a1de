"""What is wrong with a machine, with credentials or with a deployment, and how to mend it.

A check is a function that yields findings; one that fails itself is a finding, too. To add one, write it into the
module of what it looks at and name it in that module's ``CHECKS``.
"""

from workbench.doctor.finding import Finding, examine, is_healthy

__all__ = ["Finding", "examine", "is_healthy"]
