"""Kernels that are forked from the process of otter, nbgrader or JupyterLab, which have imported what kernels need.

The kernel is ipykernel's, started by its own function with the words, the variables and the folder that jupyter_client
has chosen.
"""

import os
import pickle
import select
import signal
import socket
import sys
from typing import Any

from jupyter_client.provisioning import local_provisioner

RUN = ["-m", "ipykernel_launcher"]


def fork_kernels() -> None:
    """Make jupyter_client, in this process, fork its kernels from a copy of the process as it is now.

    It must still have one thread, for a fork in the middle of another thread's work may hang.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork() == 0:
        ours.close()
        _serve(theirs)
    theirs.close()
    local_provisioner.launch_kernel = lambda cmd, **options: ForkedKernel(ours, cmd, **options)


def take_over(environment: dict[str, str], folder: str) -> None:
    """Let this process have these variables, PYTHONPATH among them, and work in this folder."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    installed = [path for path in sys.path if path.startswith((sys.prefix, sys.base_prefix))]
    sys.path[:] = [*environment["PYTHONPATH"].split(os.pathsep), *installed]


class ForkedKernel:
    """A running kernel: what jupyter_client needs of a `subprocess.Popen`. Its exit code is always 0."""

    stdin = stdout = stderr = None

    def __init__(self, server: socket.socket, cmd: list[str], *, env: dict[str, str], cwd: str | None = None, **_: Any):
        assert cmd[1:3] == RUN, cmd
        server.send(pickle.dumps((cmd[3:], env, cwd or os.getcwd())))
        self.pid = int(server.recv(100))
        self._ended = os.pidfd_open(self.pid)

    def poll(self) -> int | None:
        return 0 if select.select([self._ended], [], [], 0)[0] else None

    def wait(self) -> int:
        select.select([self._ended], [], [])
        return 0

    def send_signal(self, number: int) -> None:
        signal.pidfd_send_signal(self._ended, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def _serve(requests: socket.socket) -> None:
    """Fork a kernel for each request; once the other end is closed, kill all that still run."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system removes a kernel that has ended
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # as is JupyterLab's own business
    kernels = []
    while request := requests.recv(1 << 20):
        kernel = os.fork()
        if kernel == 0:
            os.setsid()  # before anybody learns of it: jupyter_client sends signals to a kernel's whole group
            requests.send(str(os.getpid()).encode())
            requests.close()
            _run_kernel(*pickle.loads(request))
        kernels.append(kernel)
    for kernel in kernels:
        try:
            os.kill(kernel, signal.SIGKILL)
        except ProcessLookupError:
            pass
    os._exit(0)


def _run_kernel(words: list[str], environment: dict[str, str], folder: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    take_over(environment, folder)
    os.environ.pop("JPY_PARENT_PID", None)  # its parent is this server, and it ends when the server does
    sys.argv = ["ipykernel_launcher", *words]
    from ipykernel import kernelapp

    try:
        kernelapp.launch_new_instance()
    finally:
        os._exit(0)
