"""The pages of plans in the office, one module a page or a few that belong together."""
