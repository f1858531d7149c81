"""Restrict file access with Landlock (Linux 5.13 and newer), in case a mount shows too much.

https://docs.kernel.org/userspace-api/landlock.html
"""

import os
import struct
from collections.abc import Iterable
from pathlib import Path

from autograder.sandbox import libc

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
PATH_BENEATH, VERSION = 1, 1
READ_FILE, READ_FOLDER, EXECUTE = 1 << 2, 1 << 3, 1 << 0
ON_FILES = (
    1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15
)  # rights that apply to a file; the others apply only to a folder
RIGHTS = {
    1: (1 << 13) - 1,
    2: (1 << 14) - 1,
    3: (1 << 15) - 1,
    4: (1 << 15) - 1,
}  # by version; from version 5 on 16 rights
TCP, SCOPES = 0b11, 0b11  # bind and connect; abstract Unix sockets and signals


def version() -> int:
    """Return the version of the kernel's Landlock. OSError: the kernel has no Landlock."""
    return libc.syscall(CREATE_RULESET, None, 0, VERSION)


def restrict_self(*, read: Iterable[Path], write: Iterable[Path]) -> None:
    """Let this process and its children read only below `read` and write only below `write`, for good."""
    abi = version()
    rights = RIGHTS.get(abi, (1 << 16) - 1)
    attributes = struct.pack("=QQQ", rights, TCP if abi >= 4 else 0, SCOPES if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = libc.syscall(CREATE_RULESET, attributes, size, 0)
    for paths, allowed in ((read, READ_FILE | READ_FOLDER), (write, rights & ~EXECUTE)):
        for path in paths:
            if not path.exists():
                continue
            beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
            kind = rights if path.is_dir() else rights & ON_FILES
            libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", allowed & kind, beneath), 0)
            os.close(beneath)
    libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
    libc.syscall(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
