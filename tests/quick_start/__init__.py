"""Starts Python programs from a process that has imported their packages, which takes longer than many of them run."""
