"""As much of Step Functions as batches.asl.json uses: Pass, Choice, Task of a function, and the Distributed Map.

The definition is that of the deploy. What it does not use is not interpreted, and refused by name.
https://states-language.net, https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
"""

from workbench.local.states.machine import ExecutionFailedError, Machine

__all__ = ["ExecutionFailedError", "Machine"]
