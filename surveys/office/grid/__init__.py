"""The table of a survey as it is typed: kept as texts from page to page, checked only when it is saved. Pure."""
