"""Measurements against the usual way of doing it: `make bench`."""
