"""A Redis cache that is never a reason to fail: while Redis is away, every look-up is a miss."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

# After a failure Redis is left alone for so many seconds: a page must not wait for it again and again.
PAUSE = 5.0

# What an empty cache that keeps nothing would answer, by the client's method.
EMPTY: dict[str, Callable[..., Any]] = {
    "add": lambda key, value, timeout: True,
    "get": lambda key, default: default,
    "set": lambda key, value, timeout: None,
    "touch": lambda key, timeout: False,
    "delete": lambda key: False,
    "get_many": lambda keys: {},
    "has_key": lambda key: False,
    "incr": lambda key, delta: delta,
    "set_many": lambda data, timeout: None,
    "delete_many": lambda keys: None,
    "clear": lambda: False,
}


class ForgivingClient:
    """Django's Redis client behind a guard that answers for it while Redis cannot be reached."""

    away_until = 0.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.client = RedisCacheClient(*args, **kwargs)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            if time.monotonic() >= ForgivingClient.away_until:
                try:
                    return getattr(self.client, name)(*args)
                except (RedisConnectionError, RedisTimeoutError):
                    ForgivingClient.away_until = time.monotonic() + PAUSE
            return EMPTY[name](*args)

        return call


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache on the forgiving client."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ForgivingClient
