"""The forms of the pages of plans, one module for each module of `plans.views`."""
