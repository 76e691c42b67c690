"""Finds the figures of a Russian text: numbers that count something, and what they count. Pure.

`masks.py` says which numbers count nothing (dates, acts, phones); `tokens.py` reads numbers and words; `phrases.py` the
words around a number; `naming.py` puts them into a name; `finding.py` finds; `matching.py` tells whose number it is.
"""

from plans.numbers.finding import Found, find_figures
from plans.numbers.matching import Sought, belonging, candidates

__all__ = ["Found", "Sought", "belonging", "candidates", "find_figures"]
