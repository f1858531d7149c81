"""Benchmarks that compare the course's code with the usual alternatives: `make bench`."""
