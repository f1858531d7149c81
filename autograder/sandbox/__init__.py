"""Runs a stranger's notebook in a process of its own and talks to it in plain values only.

A process with threads cannot be forked safely. NumPy and torch ask once how many they may have, when they are loaded;
so it is said here, before any module of this package loads them.
"""

import os

for _name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
