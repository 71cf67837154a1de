import pytest

from workbench.engine.__main__ import main
from workbench.engine.failure import EngineError


@pytest.mark.parametrize("arguments", [[], ["sideways"], ["expose"]])
def test_an_unknown_word_is_answered_with_the_known_ones(arguments):
    """The command says what it can do."""
    with pytest.raises(EngineError, match="expected up, expose PORT or down"):
        main(arguments)
