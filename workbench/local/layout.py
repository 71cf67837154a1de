"""Where the local stack keeps its files."""

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Layout:
    """The folders of one local stack.

    Args:
        home: everything this stack writes lies below it; `.tintype` in the project by default.
    """

    home: Path = PROJECT / ".tintype"

    @property
    def objects(self) -> Path:
        """S3 objects that outlive a restart."""
        return self.home / "state" / "objects"

    @property
    def messages(self) -> Path:
        """SQS messages that outlive a restart."""
        return self.home / "state" / "messages"

    @property
    def api_keys(self) -> Path:
        """One file for each caller's API key, made once and named after the key's id."""
        return self.home / "state" / "api-keys"

    @property
    def token_key(self) -> Path:
        """The private key of the local user pool, made once."""
        return self.home / "state" / "token-key.json"

    @property
    def logs(self) -> Path:
        """One log file per function, one for AWS, one for the stack."""
        return self.home / "logs"

    @property
    def samples(self) -> Path:
        """Real images for the first calls."""
        return self.home / "samples"

    @property
    def ready_file(self) -> Path:
        """What a running stack tells others: addresses, names, the key, process ids."""
        return self.home / "stack.json"

    @property
    def lock_file(self) -> Path:
        """Held by a running stack."""
        return self.home / "stack.lock"

    def create(self) -> None:
        """Make the folders."""
        for folder in (self.objects, self.messages, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
