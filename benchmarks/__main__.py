"""Runs every benchmark, prints a table and writes benchmarks/results.json.

Each row compares ours with a peer, measured in turns in the same run, because times on one machine drift.
"""

import json
import os
import sys
from pathlib import Path

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # one thread for everyone

from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from benchmarks import checks, convolution  # noqa: E402

RESULTS = Path(__file__).with_name("results.json")


def main() -> int:
    console = Console()
    rows = []
    for benchmark in (convolution.measure, checks.measure):
        console.print(f"[dim]{benchmark.__module__} …[/dim]")
        rows += benchmark()
    table = Table("what", "ours", "peer", "unit", "ours / peer", "aim", "met", title="Medians; ours and peer in turns")
    for row in rows:
        met = {True: "yes", False: "no"}[row.met]
        table.add_row(row.name, f"{row.ours:.3g}", f"{row.peer:.3g}  {row.peer_name}", row.unit, f"{row.ratio:.3g}",
                      row.aim, met)  # fmt: skip
    console.print(table)
    RESULTS.write_text(json.dumps([row.as_json() for row in rows], indent=1) + "\n", encoding="utf-8")
    console.print(f"written to {RESULTS.relative_to(Path.cwd()) if RESULTS.is_relative_to(Path.cwd()) else RESULTS}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
