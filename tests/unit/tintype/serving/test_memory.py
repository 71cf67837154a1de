from __future__ import annotations

import pytest

from tintype.serving.memory import Memory


class _Network:
    closed = 0

    def close(self):
        self.closed += 1


class _Model:
    def __init__(self, memory):
        self.memory = memory
        self.network = _Network()


def test_made_once():
    """A model is made by the first call alone."""
    memory, model = Memory(100), _Model(10)
    assert memory.get(("m", 1), lambda: model) is model
    assert memory.get(("m", 1), lambda: pytest.fail("made again")) is model


def test_oldest_makes_room():
    """Over the budget, the model that was used least recently is closed."""
    memory, first, second, third = Memory(100), _Model(50), _Model(50), _Model(50)
    memory.get(("first", 1), lambda: first)
    memory.get(("second", 1), lambda: second)
    memory.get(("first", 1), lambda: None)
    memory.get(("third", 1), lambda: third)
    assert [model.network.closed for model in (first, second, third)] == [0, 1, 0]
    assert ("second", 1) not in memory


def test_several_make_room():
    """A large model lets as many go as it takes."""
    memory, small = Memory(100), [_Model(30), _Model(30), _Model(30)]
    for index, model in enumerate(small):
        memory.get(("small", index), lambda model=model: model)
    memory.get(("large", 1), lambda: _Model(70))
    assert [model.network.closed for model in small] == [1, 1, 0]


def test_larger_than_the_budget():
    """A model that alone exceeds the budget stays, alone."""
    memory, small, large = Memory(100), _Model(30), _Model(1000)
    memory.get(("small", 1), lambda: small)
    assert memory.get(("large", 1), lambda: large) is large
    assert (len(memory), small.network.closed, large.network.closed) == (1, 1, 0)


def test_failing_to_make():
    """When making fails, the error passes and the others stay."""
    memory, model = Memory(100), _Model(10)
    memory.get(("good", 1), lambda: model)
    with pytest.raises(ZeroDivisionError):
        memory.get(("bad", 1), lambda: 1 // 0)
    assert ("good", 1) in memory
    assert ("bad", 1) not in memory
