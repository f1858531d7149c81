"""Make a large process cheap to fork: a fork copies one page table entry per 2 MB of memory, not one per 4 kB."""

import re
from pathlib import Path

from autograder.sandbox import libc

HUGE = 2 << 20
MADV_HUGEPAGE, MADV_NOHUGEPAGE, MADV_COLLAPSE = 14, 15, 25  # the last since Linux 6.1
PRIVATE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw-p \S+ \S+ 0 *(?:\[heap\])?")


def collapse_pages() -> int:
    """Collapse this process's private memory into huge pages where the kernel can, and return their number."""
    count = 0
    for line in Path("/proc/self/maps").read_text().splitlines():
        match = PRIVATE.fullmatch(line)
        if match is None:
            continue
        first, end = -(-int(match[1], 16) // HUGE) * HUGE, int(match[2], 16) // HUGE * HUGE
        if first < end and libc.advise(first, end - first, MADV_HUGEPAGE):
            count += sum(libc.advise(start, HUGE, MADV_COLLAPSE) for start in range(first, end, HUGE))
            libc.advise(first, end - first, MADV_NOHUGEPAGE)  # a child adds little memory, and clearing 2 MB takes long
    return count
