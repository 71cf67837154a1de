"""As much of a deployment as what calls its API has to know."""


class Deployment:
    """A stand-in for ``workbench.context.Context``: an address and a key, without signatures."""

    signs = False

    def __init__(self, url: str) -> None:
        self.api_url = url

    def api_key(self) -> str:
        """Return the key."""
        return "secret"
