"""Attempts to escape the guards: other namespaces, mounts, root's privileges, other programs, unusual system calls."""

import os

from tests.autograder.attempts.attempt import hunt

# Each step runs in a child process; the exit code 7 means that the step succeeded.
STEPS = """
import ctypes, signal
libc = ctypes.CDLL(None, use_errno=True)

def tried(step):
    child = os.fork()
    if child == 0:
        try:
            step()
            os._exit(7)
        except BaseException:
            pass
        finally:
            os._exit(1)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if (done := os.waitpid(child, os.WNOHANG))[0]:
            return done[1] == 7 << 8
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False

def call(*arguments):
    if libc.syscall(*(ctypes.c_long(x) if isinstance(x, int) else x for x in arguments)) < 0:
        raise OSError(ctypes.get_errno(), 'refused')

def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), 'refused')
"""


def steps(tries: str, cases: str, **options):
    """Return a hunt over named steps, which finds each step that succeeds."""
    code = f"{STEPS}\nfor name, step in {{\n{cases.strip()}\n}}.items():\n    found += [name] if tried(step) else []"
    return hunt("walls", tries, code, **options)


WALLS = {
    "programs": steps("runs other programs", """
    'execv': lambda: os.execv(sys.executable, [sys.executable, '-c', 'import os; os._exit(7)']),
    'spawn': lambda: check(-os.waitpid(os.posix_spawn(sys.executable, [sys.executable, '-c', ''], {}), 0)[1]),
    'shell': lambda: os.execv('/bin/sh', ['sh', '-c', 'exit 7']),
    'system': lambda: check(-os.system('true')),
    'popen': lambda: __import__('subprocess').run(['true'], check=True),
"""),
    "programs_memory": steps("runs a program from memory", """
    'memfd': lambda: (one := os.memfd_create('x'), os.write(one, open(sys.executable, 'rb').read()),
                      os.execve(one, ['x', '-c', 'import os; os._exit(7)'], dict(os.environ))),
    'script': lambda: (open('x.sh', 'w').write('#!/bin/sh\\nexit 7\\n'), os.chmod('x.sh', 0o755),
                       os.execv('./x.sh', ['x.sh'])),
"""),
    "namespaces": steps("makes new namespaces", """
    'user': lambda: check(libc.unshare(0x10000000)),
    'user+mount': lambda: check(libc.unshare(0x10020000)),
    'user+net': lambda: check(libc.unshare(0x50000000)),
    'user+pid': lambda: check(libc.unshare(0x30000000)),
"""),
    "joins": steps("joins namespaces of others", """
    **{f'{process} {kind}': lambda process=process, kind=kind: check(
        libc.setns(os.open(f'/proc/{process}/ns/{kind}', os.O_RDONLY), 0))
       for process in (1, os.getppid()) for kind in ('net', 'mnt', 'pid', 'ipc', 'uts')},
""", finds=os.geteuid() == 0),
    "mounts": steps("mounts and unmounts", """
    'tmpfs': lambda: check(libc.mount(b'none', os.fsencode(os.getcwd()), b'tmpfs', 0, None)),
    'bind': lambda: check(libc.mount(b'/', os.fsencode(os.getcwd()), None, 4096, None)),
    'writable': lambda: check(libc.mount(None, b'/', None, 32 | 4096, None)),
    'unmount': lambda: check(libc.umount2(b'/', 2)),
    'proc': lambda: check(libc.mount(b'proc', os.fsencode(os.getcwd()), b'proc', 0, None)),
    'open_tree': lambda: call(428, -100, ctypes.c_char_p(b'/'), 1),
    'fsopen': lambda: call(430, ctypes.c_char_p(b'tmpfs'), 0),
    'pivot_root': lambda: check(libc.pivot_root(b'.', b'.')),
""", dangerous=True),
    "chroots": steps("leaves by chroot and links", """
    'chroot': lambda: os.chroot('.'),
    'link': lambda: os.link('/etc/passwd', 'passwd'),
    'node': lambda: os.mknod('disk', 0o60666, os.makedev(254, 0)),
    'owner': lambda: os.chown('/etc', os.getuid() + 1, -1),
""", dangerous=True),
    "ptrace": steps("traces and reads its parents", """
    **{f'seize {number}': lambda number=number: check(libc.ptrace(0x4206, number, 0, 0))
       for number in {1, WORLD['tester'], os.getppid()}},
    **{f'memory of {number}': lambda number=number: open(f'/proc/{number}/mem', 'r+b').close()
       for number in {1, WORLD['tester'], os.getppid()}},
    **{f'descriptor of {number}': lambda number=number: call(438, os.pidfd_open(number), 0, 0)
       for number in {1, WORLD['tester'], os.getppid()}},
    'child': lambda: check(libc.ptrace(0, 0, 0, 0)),
""", dangerous=True),
    "powers": steps("becomes root, gains rights", """
    'setuid': lambda: os.setuid(0),
    'setgid': lambda: os.setgid(0),
    'groups': lambda: os.setgroups([0]),
    'limits': lambda: __import__('resource').setrlimit(9, (-1, -1)),
    'priority': lambda: os.setpriority(os.PRIO_PROCESS, 0, -5),
    'hostname': lambda: __import__('socket').sethostname('x'),
    'clock': lambda: time.clock_settime(time.CLOCK_REALTIME, time.time()),
    'new privileges': lambda: check(-libc.prctl(39, 0, 0, 0, 0)),
""", dangerous=True),
    "system_calls": steps("odd system calls", """
    'io_uring_setup': lambda: call(425, 8, ctypes.create_string_buffer(256)),
    'bpf': lambda: call({'x86_64': 321, 'aarch64': 280}[os.uname().machine], 0, ctypes.create_string_buffer(128), 72),
    'userfaultfd': lambda: call({'x86_64': 323, 'aarch64': 282}[os.uname().machine], 1),
    'keyctl': lambda: call({'x86_64': 250, 'aarch64': 219}[os.uname().machine], 0, -3, 1),
    'perf_event_open': lambda: call({'x86_64': 298, 'aarch64': 241}[os.uname().machine],
                                    ctypes.create_string_buffer(128), 0, -1, -1, 0),
"""),
}  # fmt: skip
