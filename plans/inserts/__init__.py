"""Blocks beside an entry's text, complete in themselves: `values.py` what they are, `kinds.py` who makes them."""

from plans.inserts.kinds import InsertKind, Options, add_kind, kind_of, kinds
from plans.inserts.values import TONES, Bar, Cell, Chart, InsertValue, Key, Part, Table

__all__ = [
    "TONES",
    "Bar",
    "Cell",
    "Chart",
    "InsertKind",
    "InsertValue",
    "Key",
    "Options",
    "Part",
    "Table",
    "add_kind",
    "kind_of",
    "kinds",
]
