"""API keys: each with an id, a value, and a throttle and quota of its own."""

import hmac
from collections.abc import Mapping

from workbench.local.gateway import errors
from workbench.local.gateway.errors import RefusedError
from workbench.local.gateway.limits import Quota, Throttle
from workbench.local.gateway.request import Caller
from workbench.local.template.description import Api, UsagePlan


class Key:
    """One caller's key, and what is left of its limits.

    Args:
        name: the key's id, which stays the same when the value changes.
        value: the secret.
        plan: the limits.
    """

    def __init__(self, name: str, value: str, plan: UsagePlan) -> None:
        self.name = name
        self.value = value
        self._throttle = Throttle(plan.rate, plan.burst)
        self._quota = Quota(plan)

    @property
    def caller(self) -> Caller:
        """What an event says of the key."""
        return Caller({"apiKey": self.value, "apiKeyId": self.name})

    def count(self) -> None:
        """Count one call.

        Raises:
            RefusedError: THROTTLED or QUOTA_EXCEEDED.
        """
        if not self._throttle.take():
            raise RefusedError(errors.THROTTLED)
        if not self._quota.take():
            raise RefusedError(errors.QUOTA_EXCEEDED)


class KeyRing:
    """The keys of one API.

    Args:
        api: names keys with their usage plans; a key that it does not name has the limits of its `plan`.
        values: the keys' values by their ids.
    """

    def __init__(self, api: Api, values: Mapping[str, str]) -> None:
        plans = {key.name: key.plan for key in api.keys}
        self._keys = [Key(name, value, plans.get(name, api.plan)) for name, value in values.items()]

    def find(self, value: str | None) -> Key:
        """Return the key with a value.

        Raises:
            RefusedError: INVALID_API_KEY.
        """
        given = (value or "").encode()
        for key in self._keys:
            if hmac.compare_digest(given, key.value.encode()):
                return key
        raise RefusedError(errors.FORBIDDEN)
