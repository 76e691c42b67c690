"""The parts of public addresses that apps share; an address once given lives for ever."""

from __future__ import annotations

from django.urls import register_converter


class _Text:
    """A part that Python takes as it is written."""

    regex: str

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class NameConverter(_Text):
    """The name of a municipality or a plan, as `accounts.models.slug_validator` takes it."""

    regex = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"


class FormatConverter(_Text):
    """The ending of a file; which endings there are is the renderers' to say."""

    regex = r"[a-z]{3,5}"


class DigestConverter(_Text):
    """The first 16 digits of a file's sha256."""

    regex = r"[0-9a-f]{16}"


def register_converters() -> None:
    """Called once by `AppConfig.ready`, before any list of addresses is read."""
    register_converter(NameConverter, "name")
    register_converter(FormatConverter, "format")
    register_converter(DigestConverter, "digest")
