"""The demo district: its plan and one report (`district.py`), loaded through the same road as an office's file."""
