"""Call functions of the C library that Python 3.11 lacks. A call that fails raises OSError."""

import ctypes
import os
import struct

_LIBC = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38
NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def prctl(option: int, value: int) -> None:
    """Set an attribute of this process (prctl)."""
    _checked(_LIBC.prctl(option, value, 0, 0, 0), f"prctl {option}")


def unshare(flags: int) -> None:
    """Move this process into new namespaces. Of a new PID namespace, its next child becomes the first process."""
    _checked(_LIBC.unshare(flags), "unshare")


def mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Mount, bind-mount or remount a file system."""
    names = [None if name is None else os.fsencode(name) for name in (source, target, kind)]
    _checked(_LIBC.mount(*names, ctypes.c_ulong(flags), os.fsencode(data)), f"mount {target}")


def unmount(target: str, flags: int) -> None:
    """Unmount a file system."""
    _checked(_LIBC.umount2(os.fsencode(target), flags), f"umount {target}")


def syscall(number: int, *arguments: int | bytes | None) -> int:
    """Make a system call for which the C library has no function, and return its result."""
    converted = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return _checked(_LIBC.syscall(ctypes.c_long(number), *converted), f"system call {number}")


def drop_capabilities() -> None:
    """Drop every capability. With no_new_privs set, the process cannot get them back."""
    header = struct.pack("=Ii", 0x20080522, 0)  # version 3, this thread
    _checked(_LIBC.capset(header, bytes(24)), "capset")


def advise(start: int, length: int, advice: int) -> bool:
    """Advise the kernel how memory will be used (madvise) and return whether it accepted the advice."""
    return _LIBC.madvise(ctypes.c_void_p(start), ctypes.c_size_t(length), advice) == 0
