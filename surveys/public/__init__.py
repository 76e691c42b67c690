"""What citizens see of surveys: pages, files, a rubric of the municipality's home page."""
