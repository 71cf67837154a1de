"""The models in memory: the least recently used ones make room."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tintype.serving.model import Model

    Key = tuple[str, int]


class Memory:
    """Loaded models by name and version, within a budget in bytes; the newest one stays even if it exceeds it."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._models: dict[Key, Model] = {}  # the least recently used first

    def __contains__(self, key: Key) -> bool:
        return key in self._models

    def __len__(self) -> int:
        return len(self._models)

    def get(self, key: Key, make: Callable[[], Model]) -> Model:
        """Return the model, loading it if it is not here; what ``make`` raises passes through."""
        found = self._models.pop(key, None)
        model = self._models[key] = found or make()
        if not found:
            self._make_room()
        return model

    def keep(self, name: str, versions: Collection[int]) -> None:
        """Let go of a model's versions other than these."""
        for key in [key for key in self._models if key[0] == name and key[1] not in versions]:
            self._models.pop(key).network.close()

    def _make_room(self) -> None:
        used = sum(model.memory for model in self._models.values())
        while used > self._budget and len(self._models) > 1:
            oldest = self._models.pop(next(iter(self._models)))
            used -= oldest.memory
            oldest.network.close()
