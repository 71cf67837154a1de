"""Several hosts as one trainer: TensorFlow's ``MultiWorkerMirroredStrategy``.

Keras 3's own ``fit`` does not know this strategy. So each host has a model of its own, made with the same seed, the
strategy sums the gradients of all hosts in each step (``training.learner``), and every host applies the same sum.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from training.cluster import Cluster


def join(cluster: Cluster) -> Any:  # noqa: ANN401 -- tensorflow has no types
    """Connect this host with the others, which waits for all of them; TensorFlow must not have been used before.

    Returns:
        The ``tf.distribute`` strategy, or None for a host that is alone.
    """
    if cluster.size == 1:
        return None
    os.environ["TF_CONFIG"] = cluster.tf_config()
    import tensorflow as tf  # noqa: PLC0415 -- takes seconds, and what fails before it fails at once

    return tf.distribute.MultiWorkerMirroredStrategy()


def part(strategy: Any) -> None:  # noqa: ANN401 -- tensorflow has no types
    """Wait until every host has come here: one that left earlier would look crashed to those that still work."""
    if strategy is None:
        return
    import tensorflow as tf  # noqa: PLC0415

    def here() -> Any:  # noqa: ANN401
        with tf.device(strategy.extended.worker_devices[0]):
            one = tf.ones([])
        return tf.distribute.get_replica_context().all_reduce(tf.distribute.ReduceOp.SUM, one)

    tf.function(strategy.run)(here)
