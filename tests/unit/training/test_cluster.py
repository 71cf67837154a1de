from __future__ import annotations

import json

import pytest

from training.cluster import Cluster
from training.errors import ClusterError


def test_one_host(tmp_path):
    """Without SageMaker there is one host, which is the chief."""
    found = Cluster.read({}, tmp_path)
    assert (found.size, found.is_chief) == (1, True)


@pytest.mark.parametrize(("current", "rank"), [("algo-1", 0), ("algo-2", 1)])
def test_every_host_sees_the_same_order(tmp_path, current, rank):
    """TF_CONFIG lists the hosts in one order for all, with this host's place; the first is the chief."""
    found = Cluster.read({"SM_HOSTS": '["algo-2", "algo-1"]', "SM_CURRENT_HOST": current}, tmp_path)
    assert found.is_chief == (rank == 0)
    assert json.loads(found.tf_config()) == {
        "cluster": {"worker": ["algo-1:7777", "algo-2:7777"]},
        "task": {"type": "worker", "index": rank},
    }


def test_a_port_may_be_given():
    """A host with a port of its own keeps it."""
    workers = json.loads(Cluster(("127.0.0.1:5001", "127.0.0.1:5002")).tf_config())["cluster"]["worker"]
    assert workers == ["127.0.0.1:5001", "127.0.0.1:5002"]


def test_resource_config(tmp_path):
    """Without the toolkit's variables, SageMaker's own file says it."""
    (tmp_path / "input" / "config").mkdir(parents=True)
    document = {"current_host": "algo-2", "hosts": ["algo-1", "algo-2"]}
    (tmp_path / "input" / "config" / "resourceconfig.json").write_text(json.dumps(document))
    assert Cluster.read({}, tmp_path) == Cluster(("algo-1", "algo-2"), 1)


@pytest.mark.parametrize("hosts", ['["algo-1"]', '"algo-3"', "{}"])
def test_contradictions_are_refused(tmp_path, hosts):
    """A host that is not among the hosts is refused."""
    with pytest.raises(ClusterError, match="SM_CURRENT_HOST to be one of SM_HOSTS"):
        Cluster.read({"SM_HOSTS": hosts, "SM_CURRENT_HOST": "algo-3"}, tmp_path)
