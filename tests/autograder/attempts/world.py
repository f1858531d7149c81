"""The surroundings of a class while it is graded, which attempts try to reach: servers and an environment variable.

`python -m tests.autograder.attempts.world REPORT COMMAND...` runs a command and writes a report of what remains after
it.
"""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.autograder.attempts.attempt import MARKER
from tests.autograder.attempts.looking import TOKEN

ROOT = Path(__file__).resolve().parents[3]
SHM_KEY = 0x0C047EE7
NAMESPACES = ("pid", "mnt", "net", "ipc")
PLACES = ("/tmp", "/var/tmp", "/dev/shm")
SUBREAPER = 36


class World:
    """Servers that the attempts try to reach; `words` contains their addresses and other values for the attempts."""

    def __init__(self, base: Path) -> None:
        self.servers = {"tcp": socket.create_server(("127.0.0.1", 0)), "udp": socket.socket(type=socket.SOCK_DGRAM)}
        self.servers["udp"].bind(("127.0.0.1", 0))
        addresses = {"unix": str(base / "served"), "abstract": f"attempt-{MARKER}"}
        for name, address in addresses.items():
            self.servers[name] = socket.socket(socket.AF_UNIX)
            self.servers[name].bind(address if name == "unix" else f"\0{address}")
            self.servers[name].listen(64)
        os.chmod(addresses["unix"], 0o777)
        self.words: dict[str, Any] = {
            **{kind: os.readlink(f"/proc/self/ns/{kind}") for kind in NAMESPACES},
            **{name: self.servers[name].getsockname()[1] for name in ("tcp", "udp")}, **addresses,
            "base": str(base), "root": str(ROOT), "marker": MARKER, "served": f"serves-{MARKER}",
            "pickled": str(base / "unpickled"), "tester": os.getpid(), "parent": os.getppid(), "shm_key": SHM_KEY,
            "devices": sorted({os.stat(place).st_dev for place in ("/", base, *PLACES) if os.path.exists(place)}),
        }  # fmt: skip

    def environment(self, temporary: Path) -> dict[str, str]:
        """Return the environment of the instructor, with a secret variable that attempts must not find."""
        return {**os.environ, "TMPDIR": str(temporary), TOKEN: MARKER}

    def knocks(self) -> list[str]:
        """Return the names of the servers that an attempt has reached."""
        reached = []
        for name, server in self.servers.items():
            server.setblocking(False)
            try:
                server.recv(100) if name == "udp" else server.accept()[0].close()
                reached.append(name)
            except BlockingIOError:
                pass
        return reached

    def close(self) -> None:
        """Close all servers."""
        for server in self.servers.values():
            server.close()


def traces() -> dict[str, set[str]]:
    """Return what may remain after a run: mounts, control groups, sockets, shared memory, files in public folders."""
    mounts = {line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()}
    groups = {folder for folder, _, _ in os.walk("/sys/fs/cgroup")}
    sockets = {line.split()[-1] for line in Path("/proc/net/unix").read_text().splitlines() if MARKER in line}
    segments = {line.split()[0] for line in Path("/proc/sysvipc/shm").read_text().splitlines()}
    files = {f"{place}/{name}" for place in PLACES for name in os.listdir(place) if os.path.isdir(place)}
    return {
        "mounts": mounts, "sockets": sockets, "segments": segments & {str(SHM_KEY)},
        "groups": {name for name in groups if "grading" in name or "room" in name},
        "files": {name for name in files if "attempt-" in name or "/fill-" in name},
    }  # fmt: skip


def watched(report: Path, command: list[str]) -> int:
    """Run a command, write the report of what remains after it, and return its exit code.

    Orphaned processes become children of this process, so that all of them are found.
    """
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    before = traces()
    code = subprocess.run(command).returncode
    time.sleep(0.2)
    left: dict[str, list[str]] = {name: sorted(found - before[name]) for name, found in traces().items()}
    left["processes"] = []
    for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        left["processes"].append(Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")[:200])
        os.kill(int(child), signal.SIGKILL)
    report.write_text(json.dumps(left), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(watched(Path(sys.argv[1]), sys.argv[2:]))
