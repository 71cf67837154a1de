"""The one way in which an engine fails."""


class EngineError(RuntimeError):
    """What was expected, what was found, and how to mend it."""
