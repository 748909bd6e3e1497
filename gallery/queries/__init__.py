"""Reads for pages, a page's area a file; each asks a fixed number of questions of the database."""
