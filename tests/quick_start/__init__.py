"""Python programs that start fast: they are forked from a process that has already imported their packages."""
