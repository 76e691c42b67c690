"""The Redis cache works while Redis does, and is an empty cache while it does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache.backends.redis import RedisCacheClient

from opengov.cache import EMPTY, ForgivingClient, ForgivingRedisCache
from scripts.services import RedisServer, free_port


@pytest.fixture(autouse=True)
def not_away() -> Iterator[None]:
    ForgivingClient.away_until = 0.0
    yield
    ForgivingClient.away_until = 0.0


def test_without_redis_every_operation_answers_as_an_empty_cache() -> None:
    cache = ForgivingRedisCache(f"redis://127.0.0.1:{free_port()}/1", {})
    cache.set("a", 1)
    cache.set_many({"a": 1})
    cache.delete_many(["a"])
    assert [cache.get("a"), cache.get("a", "default"), cache.get_many(["a"]), cache.has_key("a")] == [
        None,
        "default",
        {},
        False,
    ]
    assert [cache.add("a", 1), cache.touch("a"), cache.delete("a"), cache.incr("a"), cache.clear()] == [
        True,
        False,
        False,
        1,
        False,
    ]


def test_after_a_failure_redis_is_left_alone_for_a_while() -> None:
    cache = ForgivingRedisCache(f"redis://127.0.0.1:{free_port()}/1", {})
    cache.get("a")
    assert ForgivingClient.away_until > 0


def test_every_operation_of_the_client_has_an_answer() -> None:
    operations = {name for name in vars(RedisCacheClient) if not name.startswith("_")} - {"get_client"}
    assert operations == set(EMPTY)


@pytest.mark.services
def test_with_redis_it_is_a_cache(redis_server: RedisServer) -> None:
    cache = ForgivingRedisCache(redis_server.url(1), {"OPTIONS": {"socket_timeout": 0.5}})
    cache.set("a", {"b": [1, 2]})
    assert cache.get("a") == {"b": [1, 2]}
    redis_server.stop()
    assert cache.get("a") is None
    redis_server.start()
    ForgivingClient.away_until = 0.0
    cache.set("a", 2)
    assert cache.get("a") == 2
