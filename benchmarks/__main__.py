"""Run benchmarks, print tables and write benchmarks/results.json: `python -m benchmarks [NAME...] [--quick]`.

Each row compares our code with a peer. Both are measured alternately in the same run, because the speed of a machine
changes over time.
"""

import argparse
import json
import os
import sys
from pathlib import Path

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # one thread each, for a fair comparison

from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from benchmarks import augmentation, checks, convolution, grading, training, widgets  # noqa: E402
from benchmarks.timing import Row  # noqa: E402

RESULTS = Path(__file__).with_name("results.json")
NAMES = ("convolution", "checks", "training", "augmentation", "widgets", "grading")


def main() -> int:
    """Run the benchmarks that are named on the command line, or all of them; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(NAMES)}; all if none")
    parser.add_argument(
        "--quick", action="store_true", help="grading: two notebooks instead of twelve; nothing is kept"
    )
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}")
    console, rows = Console(), []
    modules = {
        "convolution": convolution, "checks": checks, "training": training, "augmentation": augmentation,
        "widgets": widgets,
    }  # fmt: skip
    for name, module in modules.items():
        if name in (chosen.names or NAMES):
            console.print(f"[dim]benchmarks.{name} …[/dim]")
            rows += module.measure()
    if rows:
        console.print(_table(rows))
    if "grading" in (chosen.names or NAMES):
        rows += grading.measure(console, quick=chosen.quick)
    if not chosen.quick:
        _keep(rows)
        console.print(f"written to {os.path.relpath(RESULTS)}")
    return 0


def _table(rows: list[Row]) -> Table:
    table = Table("what", "ours", "peer", "unit", "ours / peer", "aim", "met", title="Medians; ours and peer in turns")
    for row in rows:
        met = {True: "yes", False: "no"}[row.met]
        table.add_row(row.name, f"{row.ours:.3g}", f"{row.peer:.3g}  {row.peer_name}", row.unit, f"{row.ratio:.3g}",
                      row.aim, met)  # fmt: skip
    return table


def _keep(rows: list[Row]) -> None:
    """Write the rows to results.json; the rows of benchmarks that did not run are kept."""
    new = [row.as_json() for row in rows]
    done = {(row["name"], row["peer_name"]) for row in new}
    old = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else []
    kept = [row for row in old if (row["name"], row["peer_name"]) not in done]
    RESULTS.write_text(json.dumps(kept + new, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
