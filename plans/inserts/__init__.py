"""Blocks under an entry's text, complete in themselves: `values.py` what they are, `kinds.py` who makes them,
`offers.py` what in a text could become one."""

from plans.inserts.kinds import InsertKind, Options, add_kind, kind_of, kinds
from plans.inserts.offers import Offer, add_offer, offers_in
from plans.inserts.values import TONES, Bar, Cell, Chart, InsertValue, Key, Part, Table

__all__ = [
    "TONES",
    "Bar",
    "Cell",
    "Chart",
    "InsertKind",
    "InsertValue",
    "Key",
    "Offer",
    "Options",
    "Part",
    "Table",
    "add_kind",
    "add_offer",
    "kind_of",
    "kinds",
    "offers_in",
]
