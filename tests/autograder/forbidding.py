"""Runs a command that the kernel refuses some calls, as in a container: `... forbidding CALL,CALL ERRNO COMMAND...`."""

import errno
import os
import sys

import pyseccomp


def main(calls: str, reason: str, *command: str) -> None:
    """Never returns; `reason` is a name such as EPERM."""
    refused = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in calls.split(","):
        refused.add_rule(pyseccomp.ERRNO(getattr(errno, reason)), name)
    refused.load()
    os.execv(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
