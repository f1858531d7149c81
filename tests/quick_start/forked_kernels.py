"""Kernels that are forked from the process of otter, nbgrader or JupyterLab, which has imported their packages.

The kernels are ipykernel's, started by its own function with the arguments, the environment and the folder that
jupyter_client has chosen.
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
    """Make jupyter_client in this process fork its kernels from a copy of the process in its current state.

    The process must have only one thread, because a fork while another thread works may hang.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork() == 0:
        ours.close()
        _serve(theirs)
    theirs.close()
    local_provisioner.launch_kernel = lambda cmd, **options: ForkedKernel(ours, cmd, **options)


def take_over(environment: dict[str, str], folder: str) -> None:
    """Set the environment variables of this process, apply PYTHONPATH to sys.path, and change to the folder."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    installed = [path for path in sys.path if path.startswith((sys.prefix, sys.base_prefix))]
    sys.path[:] = [*environment["PYTHONPATH"].split(os.pathsep), *installed]


class ForkedKernel:
    """A running kernel, with the methods of `subprocess.Popen` that jupyter_client uses; the exit code is always 0."""

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
    """Fork a kernel for each request; when the other end is closed, kill all kernels that still run."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system reaps a kernel that has ended
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # only JupyterLab handles Ctrl-C
    kernels = []
    while request := requests.recv(1 << 20):
        kernel = os.fork()
        if kernel == 0:
            os.setsid()  # before its pid is sent: jupyter_client sends signals to the whole process group
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
    os.environ.pop("JPY_PARENT_PID", None)  # the parent is this server, which kills its kernels when it ends
    sys.argv = ["ipykernel_launcher", *words]
    from ipykernel import kernelapp

    try:
        kernelapp.launch_new_instance()
    finally:
        os._exit(0)
