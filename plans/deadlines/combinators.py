"""Small parsers over tokens, and the four ways to put them together: one after another, either, optional, repeated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .words import Token

Outcome = tuple[tuple[Any, ...], int] | None


@dataclass(frozen=True)
class Parser:
    """``run(tokens, at)`` gives the values read and the place behind them, or None where the parser does not match.

    ``a + b`` reads one after another and puts their values together; ``a | b`` takes the first that matches.
    """

    run: Callable[[Sequence[Token], int], Outcome]

    def __add__(self, other: Parser) -> Parser:
        def run(tokens: Sequence[Token], at: int) -> Outcome:
            if (first := self.run(tokens, at)) is None or (second := other.run(tokens, first[1])) is None:
                return None
            return first[0] + second[0], second[1]

        return Parser(run)

    def __or__(self, other: Parser) -> Parser:
        def run(tokens: Sequence[Token], at: int) -> Outcome:
            first = self.run(tokens, at)
            return other.run(tokens, at) if first is None else first

        return Parser(run)

    def optional(self, *otherwise: Any) -> Parser:
        """Its values, or ``otherwise`` where it does not match."""
        return self | Parser(lambda tokens, at: (otherwise, at))

    def many(self) -> Parser:
        """As often as it matches, also never."""

        def run(tokens: Sequence[Token], at: int) -> Outcome:
            values: tuple[Any, ...] = ()
            while (found := self.run(tokens, at)) is not None and found[1] > at:
                values, at = values + found[0], found[1]
            return values, at

        return Parser(run)

    def to(self, make: Callable[..., Any]) -> Parser:
        """One value made of its values; where ``make`` gives None, the parser does not match."""

        def run(tokens: Sequence[Token], at: int) -> Outcome:
            if (found := self.run(tokens, at)) is None or (value := make(*found[0])) is None:
                return None
            return (value,), found[1]

        return Parser(run)

    def spread(self) -> Parser:
        """The elements of its only value, a sequence, as values of their own."""

        def run(tokens: Sequence[Token], at: int) -> Outcome:
            found = self.run(tokens, at)
            return None if found is None else (tuple(found[0][0]), found[1])

        return Parser(run)

    def silent(self) -> Parser:
        """What it reads, without its values."""

        def run(tokens: Sequence[Token], at: int) -> Outcome:
            found = self.run(tokens, at)
            return None if found is None else ((), found[1])

        return Parser(run)


def token(matches: Callable[[Token], Any]) -> Parser:
    """One token; its value is what ``matches`` gives, None for no match."""

    def run(tokens: Sequence[Token], at: int) -> Outcome:
        if at == len(tokens) or (value := matches(tokens[at])) is None:
            return None
        return (value,), at + 1

    return Parser(run)


def say(phrase: str, *values: Any) -> Parser:
    """Words in their dictionary forms, one after another; ``values`` is what they mean."""
    words = phrase.split()

    def run(tokens: Sequence[Token], at: int) -> Outcome:
        ahead = [(token.kind, token.text) for token in tokens[at : at + len(words)]]
        return (values, at + len(words)) if ahead == [("word", word) for word in words] else None

    return Parser(run)


def sign(*kinds: str) -> Parser:
    """One token of these kinds, without a value."""

    def run(tokens: Sequence[Token], at: int) -> Outcome:
        return ((), at + 1) if at < len(tokens) and tokens[at].kind in kinds else None

    return Parser(run)


def any_of(*phrases: str) -> Parser:
    """The first of the phrases that stands here, without a value."""
    parser = say(phrases[0])
    for phrase in phrases[1:]:
        parser |= say(phrase)
    return parser


def number(low: int, high: int, *kinds: str) -> Parser:
    """A number between two bounds, inclusive; ``kinds`` of token, ``number`` where none is named."""
    allowed = kinds or ("number",)
    return token(lambda found: found.value if found.kind in allowed and low <= found.value <= high else None)
