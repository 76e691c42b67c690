"""The office's pages of surveys: the list, bringing in, the table of answers, publishing, picking for a report."""
