"""The office's pages of reports: `imports.py` files on their road, `reports.py` assembling, approving, publishing."""
