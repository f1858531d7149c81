"""Calls of the C library that Python 3.11 does not offer, with an OSError where one fails."""

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
    """Change something about this process."""
    _checked(_LIBC.prctl(option, value, 0, 0, 0), f"prctl {option}")


def unshare(flags: int) -> None:
    """Give this process namespaces of its own; of a new PID namespace its next child is the first member."""
    _checked(_LIBC.unshare(flags), "unshare")


def mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Mount, bind or remount."""
    words = [None if word is None else os.fsencode(word) for word in (source, target, kind)]
    _checked(_LIBC.mount(*words, ctypes.c_ulong(flags), os.fsencode(data)), f"mount {target}")


def unmount(target: str, flags: int) -> None:
    """Take a mount away."""
    _checked(_LIBC.umount2(os.fsencode(target), flags), f"umount {target}")


def syscall(number: int, *arguments: int | bytes | None) -> int:
    """A system call for which the C library has no name."""
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    return _checked(_LIBC.syscall(ctypes.c_long(number), *words), f"system call {number}")


def drop_capabilities() -> None:
    """Give up every capability, for good once no_new_privs is set."""
    header = struct.pack("=Ii", 0x20080522, 0)  # version 3, this thread
    _checked(_LIBC.capset(header, bytes(24)), "capset")


def advise(start: int, length: int, advice: int) -> bool:
    """Tell the kernel how memory will be used; False where it does not take the advice."""
    return _LIBC.madvise(ctypes.c_void_p(start), ctypes.c_size_t(length), advice) == 0
