"""Run a command for which the kernel denies some system calls, as in a container.

Usage: `... forbidding CALL,CALL ERRNO COMMAND...`.
"""

import errno
import os
import sys

import pyseccomp


def main(calls: str, reason: str, *command: str) -> None:
    """Deny the system calls `calls` and replace this process by `command`; never returns.

    Args:
        calls: names of system calls, separated by commas.
        reason: the name of the error that these calls return, such as EPERM.
    """
    refused = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in calls.split(","):
        refused.add_rule(pyseccomp.ERRNO(getattr(errno, reason)), name)
    refused.load()
    os.execv(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
