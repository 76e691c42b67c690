"""The one place where surveys are written: entered, imported, published, taken back, removed."""

from __future__ import annotations
