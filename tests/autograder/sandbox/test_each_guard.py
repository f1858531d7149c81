"""Each guard alone: what it forbids fails behind it, and the same thing works where that guard is left out."""

import errno
import functools
import mmap
import os
import signal
import socket
import time
from pathlib import Path

import pytest

from autograder.sandbox import confinement, landlock, libc, namespaces, processes
from autograder.sandbox.confinement import LANDLOCK, MOUNT_AND_NETWORK, PID_NAMESPACE, SECCOMP
from tests.autograder.small_disk import apart

ALL = (PID_NAMESPACE, MOUNT_AND_NETWORK, LANDLOCK, SECCOMP)
WELL = "it works"
NORESERVE = 0x4000  # mmap: ask for no more than a promise


@pytest.fixture
def inside(tmp_path):
    """What `attempt(home)` comes to in a process that only these guards confine: its value or the error."""
    for folder in [tmp_path, *tmp_path.parents]:
        if folder.stat().st_uid == os.geteuid() and not folder.stat().st_mode & 0o001:
            folder.chmod(0o755)
    place = tmp_path / "place"
    place.mkdir()

    def run(attempt, *guards):
        if MOUNT_AND_NETWORK in guards and os.geteuid():  # mounting /proc needs a new PID namespace or root
            guards = (*guards, PID_NAMESPACE)
        plan = confinement.ConfinementPlan(place, missing=tuple(set(ALL) - {*guards}))

        def outer():
            confinement.unshare_pid_namespace(plan)
            return processes.call_in_child(inner)

        def inner():
            try:
                return attempt(confinement.confine(plan, {int(name) for name in os.listdir("/proc/self/fd")}))
            except OSError as error:
                return errno.errorcode[error.errno]
            except Exception as error:
                return repr(error)

        return apart(outer)

    return run


def test_all_guards_go_up(inside):
    assert inside(lambda home: WELL, *ALL) == WELL


def read(path, home):
    return Path(path).read_text() and WELL


def write(path, home):
    Path(path).write_text("x")
    return WELL


def test_file_of_the_host(inside, tmp_path):
    (tmp_path / "secret").write_text("31.25")
    look = functools.partial(read, tmp_path / "secret")
    assert inside(look, MOUNT_AND_NETWORK) == "ENOENT"
    assert inside(look, PID_NAMESPACE, LANDLOCK, SECCOMP) == WELL


@pytest.mark.parametrize("guard", [MOUNT_AND_NETWORK, LANDLOCK])
def test_writing_outside_of_home(inside, tmp_path, guard):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o777)
    spoil = functools.partial(write, tmp_path / "shared" / "new")
    assert inside(spoil, guard) == {MOUNT_AND_NETWORK: "ENOENT", LANDLOCK: "EACCES"}[guard]
    assert inside(spoil, *(set(ALL) - {MOUNT_AND_NETWORK, LANDLOCK})) == WELL
    assert inside(lambda home: write(home / "new", home), guard) == WELL


def test_writing_to_what_is_shown_of_python(inside):
    spoil = functools.partial(write, Path(os.__file__).with_name("spoiled.py"))
    assert inside(spoil, MOUNT_AND_NETWORK) == "EROFS"
    assert inside(spoil, LANDLOCK) == "EACCES"


def knock(port, home):
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        return WELL


def test_network(inside):
    with socket.create_server(("127.0.0.1", 0)) as server:
        reach = functools.partial(knock, server.getsockname()[1])
        assert inside(reach, MOUNT_AND_NETWORK) == "ENETUNREACH"
        assert inside(reach, SECCOMP) == "EPERM"
        assert inside(reach, LANDLOCK) == ("EACCES" if landlock.version() >= 4 else WELL)
        assert inside(reach, PID_NAMESPACE) == WELL


def test_abstract_unix_socket(inside):
    name = f"\0guards-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
        server.listen()

        def reach(home):
            with socket.socket(socket.AF_UNIX) as ours:
                ours.connect(name)
            return WELL

        assert inside(reach, MOUNT_AND_NETWORK) == "ECONNREFUSED"
        assert inside(reach, SECCOMP) == "EPERM"
        assert inside(reach, PID_NAMESPACE) == WELL


@pytest.fixture
def sleeper():
    child = processes.fork(lambda: time.sleep(600))
    yield child
    processes.kill(child)


def test_signal_to_another_process(inside, sleeper):
    def stop(home):
        os.kill(sleeper, signal.SIGCONT)
        return WELL

    assert inside(stop, PID_NAMESPACE) == "ESRCH"
    if os.geteuid() == 0:  # the process changes its user
        assert inside(stop, MOUNT_AND_NETWORK) == "EPERM"
    assert inside(stop, LANDLOCK) == ("EPERM" if landlock.version() >= 6 else WELL)
    assert inside(stop, SECCOMP) == WELL


def test_other_processes_are_not_seen(inside, sleeper):
    def look(home):
        return os.path.exists(f"/proc/{sleeper}") and WELL

    assert inside(look, PID_NAMESPACE, MOUNT_AND_NETWORK) is False
    assert inside(look, LANDLOCK, SECCOMP) == WELL


def in_a_child(work):
    """The number of the error that `work` ends with in a child, or WELL."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except OSError as error:
            os._exit(error.errno)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return errno.errorcode[code] if code else WELL


def test_program(inside):
    def start(home):
        return in_a_child(lambda: os.execv("/bin/true", ["true"]))

    assert [inside(start, guard) for guard in (MOUNT_AND_NETWORK, LANDLOCK, SECCOMP)] == ["ENOENT", "EACCES", "EPERM"]
    assert inside(start, PID_NAMESPACE) == WELL


def test_mount(inside, tmp_path):
    (tmp_path / "mounted").mkdir()

    def mount(where, home):
        libc.mount("none", str(where), "tmpfs", 0)
        return WELL

    assert inside(lambda home: mount(home, home), MOUNT_AND_NETWORK) == "EPERM"  # no capability is left
    outside = functools.partial(mount, tmp_path / "mounted")
    assert inside(outside, SECCOMP) == "EPERM"
    assert inside(outside) == WELL


def test_new_namespace(inside):
    def leave(home):
        libc.unshare(libc.NEWUSER | libc.NEWNS)
        return WELL

    assert inside(leave, SECCOMP) == "EPERM"
    assert inside(leave, PID_NAMESPACE) == WELL


def test_quota(inside, monkeypatch):
    monkeypatch.setattr(namespaces, "HOME_BYTES", 4 << 20)
    monkeypatch.setattr(namespaces, "HOME_FILES", 50)

    def fill(home):
        for number in range(5):
            (home / f"{number}").write_bytes(bytes(1 << 20))
        return WELL

    def litter(home):
        for number in range(60):
            (home / f"{number}").touch()
        return WELL

    assert [inside(work, MOUNT_AND_NETWORK) for work in (fill, litter)] == ["ENOSPC", "ENOSPC"]
    assert [inside(work, LANDLOCK) for work in (fill, litter)] == [WELL, WELL]


def test_size_of_a_file(inside, monkeypatch):
    def stretch(home):
        with (home / "long").open("wb") as file:
            file.truncate((128 << 20) + 1)
        return WELL

    assert inside(stretch, MOUNT_AND_NETWORK) == "EFBIG"
    monkeypatch.setitem(confinement.LIMITS, "FSIZE", 256 << 20)
    assert inside(stretch, MOUNT_AND_NETWORK) == WELL


def test_address_space(inside, monkeypatch):
    def ask(home):
        mmap.mmap(-1, walls_memory + (1 << 30), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | NORESERVE)
        return WELL

    walls_memory = confinement.MEMORY
    assert inside(ask) == "ENOMEM"
    monkeypatch.setattr(confinement, "MEMORY", 4 * walls_memory)
    assert inside(ask) == WELL


def test_number_of_processes(inside, monkeypatch):
    def multiply(home):
        children = []
        try:
            for _ in range(60):
                children.append(os.fork())
                if children[-1] == 0:
                    signal.pause()
        finally:
            for child in children:
                processes.kill(child)
        return WELL

    monkeypatch.setattr(confinement, "MAX_PROCESSES", 20)
    assert inside(multiply, PID_NAMESPACE, MOUNT_AND_NETWORK) == "EAGAIN"
    monkeypatch.setattr(confinement, "MAX_PROCESSES", 5000)
    assert inside(multiply, PID_NAMESPACE, MOUNT_AND_NETWORK) == WELL


def test_descriptors_that_are_not_kept_are_closed(tmp_path):
    secret = (tmp_path / "open").open("w+")
    reading, writing = os.pipe()

    def there():
        confinement.confine(confinement.ConfinementPlan(tmp_path, missing=ALL), {writing})
        kept = [int(name) for name in os.listdir("/proc/self/fd")]
        os.write(writing, repr([one for one in kept if one > 2 and one != writing and is_open(one)]).encode())

    child = processes.fork(there)
    os.close(writing)
    with os.fdopen(reading) as file:
        said = file.read()
    processes.kill(child)
    secret.close()
    assert said == "[]"


def is_open(descriptor):
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True
