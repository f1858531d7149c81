"""A room of its own for a process: no network, no other process, and of the file system Python alone, read-only.

Everything else is not forbidden there but absent. The only writable place is a `tmpfs` of limited size, which is gone
with the last process of the room.
"""

import os
import site
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

import course_utils
from autograder.sandbox import libc

HOME = Path("/home/student")
HOME_BYTES, HOME_FILES = 256 << 20, 20_000
FIRST_ID = 1_000_000_000  # user ids from here on belong to nobody
NOBODY = 65534
RDONLY, NOSUID, NODEV, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
DETACH = 2
LOCKED = NOSUID | NODEV | os.ST_NOEXEC | os.ST_NOATIME | os.ST_NODIRATIME | os.ST_RELATIME  # kept by a remount
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
SYSTEM = """/lib /lib32 /lib64 /usr/lib /usr/lib32 /usr/lib64 /usr/local/lib /usr/share /nix/store /etc/localtime
/etc/ld.so.cache /etc/fonts /dev/null /dev/zero /dev/full /dev/random /dev/urandom""".split()


def unshare_pid_namespace() -> None:
    """Have the next child of this process begin a PID namespace, with which all of its descendants end."""
    _unshare(libc.NEWPID)


def enter_mount_namespace(place: Path, owner: int, *, alone: bool, visible: Iterable[Path] = ()) -> None:
    """Make `place`, an empty folder, the root of all that this process can see, and part with the host's network.

    Args:
        owner: the user id to go on with, where this process is root.
        alone: whether this process is the first one after `unshare_pid_namespace`.
        visible: shown read-only besides Python.
    """
    apart = libc.NEWNS | libc.NEWNET | libc.NEWIPC | libc.NEWUTS
    libc.unshare(apart) if alone else _unshare(apart)
    libc.mount("none", "/", None, REC | PRIVATE)
    libc.mount("room", str(place), "tmpfs", NOSUID | NODEV, "size=1m,nr_inodes=2000,mode=755")
    for path in dict.fromkeys([*_visible_paths(), *map(str, visible)]):
        _bind_read_only(Path(path), place)
    home = place / HOME.relative_to("/")
    home.mkdir(parents=True)
    whose = f"uid={owner},gid={owner}" if os.geteuid() == 0 else ""
    size = f"size={HOME_BYTES},nr_inodes={HOME_FILES},mode=700"
    libc.mount("home", str(home), "tmpfs", NOSUID | NODEV, ",".join(filter(None, [size, whose])))
    (place / "proc").mkdir()
    if alone:
        libc.mount("proc", str(place / "proc"), "proc", NOSUID | NODEV)
    _pivot_root(place)
    _drop_privileges(owner)


def unused_uid(number: int) -> int:
    """A user id that belongs to nobody, another for each number where this machine has so many."""
    mapped = [tuple(map(int, line.split())) for line in Path("/proc/self/uid_map").read_text().splitlines()]
    wanted = FIRST_ID + number
    return wanted if any(first <= wanted < first + count for first, _, count in mapped) else NOBODY


def _unshare(flags: int) -> None:
    """New namespaces; a user who is not root needs a user namespace for it, in which nobody else lives."""
    if os.geteuid() == 0:
        libc.unshare(flags)
        return
    user, group = os.geteuid(), os.getegid()
    libc.unshare(flags | libc.NEWUSER)
    for name, line in {"setgroups": "deny", "uid_map": f"{user} {user} 1", "gid_map": f"{group} {group} 1"}.items():
        Path(f"/proc/self/{name}").write_text(line)


def _visible_paths() -> list[str]:
    """Python, its packages, what they load of the system, and the course's own package; no program."""
    prefixes = {sys.prefix, sys.base_prefix, os.path.realpath(sys.base_prefix)}
    python = [f"{prefix}/{part}" for prefix in sorted(prefixes) for part in ("lib", "lib64", "share", "pyvenv.cfg")]
    packages = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    packages |= {path for path in [*site.getsitepackages(), site.getusersitepackages()] if path in sys.path}
    return [*SYSTEM, *python, *sorted(packages), str(Path(course_utils.__file__).resolve().parent)]


def _bind_read_only(path: Path, place: Path) -> None:
    """Bind one file or folder read-only into the new root; what is shown already, or does not exist, is passed over."""
    target = place / path.relative_to("/")
    if not path.exists() or target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        target.symlink_to(os.readlink(path))
        return
    if path.is_dir():
        target.mkdir()
    else:
        target.touch()
    libc.mount(str(path), str(target), None, BIND | REC)
    kept = os.statvfs(target).f_flag & LOCKED
    libc.mount("none", str(target), None, REMOUNT | BIND | RDONLY | kept)


def _pivot_root(place: Path) -> None:
    os.chdir(place)
    before = place / "before"
    before.mkdir()
    libc.syscall(PIVOT_ROOT[os.uname().machine], b".", b"before")
    os.chdir("/")
    libc.unmount("/before", DETACH)
    os.rmdir("/before")
    libc.mount("none", "/", None, REMOUNT | BIND | RDONLY | NOSUID | NODEV)


def _drop_privileges(owner: int) -> None:
    """No capability is left, nor a way to get one."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(owner, owner, owner)
        os.setresuid(owner, owner, owner)  # the capabilities go with the user id
        libc.prctl(libc.PR_SET_DUMPABLE, 1)  # so that /proc/self stays this process's own
    else:
        libc.drop_capabilities()
    libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
