"""Put a process into namespaces with no network, no other processes and only Python's files, which are read-only.

Other files and processes are not forbidden but absent. The only writable folder is a `tmpfs` of limited size. The
kernel removes it with the last process of the namespace.
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
FIRST_ID = 1_000_000_000  # no user has an id from here on
NOBODY = 65534
RDONLY, NOSUID, NODEV, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
DETACH = 2
LOCKED = NOSUID | NODEV | os.ST_NOEXEC | os.ST_NOATIME | os.ST_NODIRATIME | os.ST_RELATIME  # a remount must keep them
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
SYSTEM = """/lib /lib32 /lib64 /usr/lib /usr/lib32 /usr/lib64 /usr/local/lib /usr/share /nix/store /etc/localtime
/etc/ld.so.cache /etc/fonts /dev/null /dev/zero /dev/full /dev/random /dev/urandom""".split()


def unshare_pid_namespace() -> None:
    """Make the next child of this process the first one of a PID namespace. When it ends, its descendants end."""
    _unshare(libc.NEWPID)


def enter_mount_namespace(root: Path, owner: int, *, in_new_pid_namespace: bool, visible: Iterable[Path] = ()) -> None:
    """Make `root`, an empty folder, the root of this process's file system, and leave the host's network.

    Args:
        root: the new root.
        owner: the user id to change to, if this process runs as root.
        in_new_pid_namespace: whether this process is the first one after `unshare_pid_namespace`.
        visible: paths that are visible, read-only, besides Python.
    """
    flags = libc.NEWNS | libc.NEWNET | libc.NEWIPC | libc.NEWUTS
    libc.unshare(flags) if in_new_pid_namespace else _unshare(flags)
    libc.mount("none", "/", None, REC | PRIVATE)
    libc.mount("sandbox", str(root), "tmpfs", NOSUID | NODEV, "size=1m,nr_inodes=2000,mode=755")
    for path in dict.fromkeys([*_visible_paths(), *map(str, visible)]):
        _bind_read_only(Path(path), root)
    home = root / HOME.relative_to("/")
    home.mkdir(parents=True)
    ownership = f"uid={owner},gid={owner}" if os.geteuid() == 0 else ""
    size = f"size={HOME_BYTES},nr_inodes={HOME_FILES},mode=700"
    libc.mount("home", str(home), "tmpfs", NOSUID | NODEV, ",".join(filter(None, [size, ownership])))
    (root / "proc").mkdir()
    if in_new_pid_namespace:
        libc.mount("proc", str(root / "proc"), "proc", NOSUID | NODEV)
    _pivot_root(root)
    _drop_privileges(owner)


def unused_uid(number: int) -> int:
    """Return a user id that no user has, different for each number if this machine has enough ids."""
    mapped = [tuple(map(int, line.split())) for line in Path("/proc/self/uid_map").read_text().splitlines()]
    wanted = FIRST_ID + number
    return wanted if any(first <= wanted < first + count for first, _, count in mapped) else NOBODY


def _unshare(flags: int) -> None:
    """Unshare namespaces. A user who is not root also needs a new user namespace, which holds only that user."""
    if os.geteuid() == 0:
        libc.unshare(flags)
        return
    user, group = os.geteuid(), os.getegid()
    libc.unshare(flags | libc.NEWUSER)
    for name, line in {"setgroups": "deny", "uid_map": f"{user} {user} 1", "gid_map": f"{group} {group} 1"}.items():
        Path(f"/proc/self/{name}").write_text(line)


def _visible_paths() -> list[str]:
    """Return the paths of Python, its packages, the system files that they load, and `course_utils`; no programs."""
    prefixes = {sys.prefix, sys.base_prefix, os.path.realpath(sys.base_prefix)}
    python = [f"{prefix}/{part}" for prefix in sorted(prefixes) for part in ("lib", "lib64", "share", "pyvenv.cfg")]
    packages = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    packages |= {path for path in [*site.getsitepackages(), site.getusersitepackages()] if path in sys.path}
    return [*SYSTEM, *python, *sorted(packages), str(Path(course_utils.__file__).resolve().parent)]


def _bind_read_only(path: Path, root: Path) -> None:
    """Bind one file or folder read-only into the new root; skip a path that is missing or already visible."""
    target = root / path.relative_to("/")
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


def _pivot_root(root: Path) -> None:
    os.chdir(root)
    before = root / "before"
    before.mkdir()
    libc.syscall(PIVOT_ROOT[os.uname().machine], b".", b"before")
    os.chdir("/")
    libc.unmount("/before", DETACH)
    os.rmdir("/before")
    libc.mount("none", "/", None, REMOUNT | BIND | RDONLY | NOSUID | NODEV)


def _drop_privileges(owner: int) -> None:
    """Drop all capabilities and every way to get one back."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(owner, owner, owner)
        os.setresuid(owner, owner, owner)  # this also drops the capabilities
        libc.prctl(libc.PR_SET_DUMPABLE, 1)  # so that this process still owns /proc/self
    else:
        libc.drop_capabilities()
    libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
