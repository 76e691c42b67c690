"""Arithmetic of survey tallies; a share is rounded as everywhere in the portal."""

from plans.shares import percentage, places_of

__all__ = ["percentage", "places_of"]
