"""Checks of the configuration, run by every management command."""
