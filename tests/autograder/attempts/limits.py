"""Attempts to exceed the limits of time, memory, processes, output and disk; and attempts that end Python."""

from tests.autograder.attempts.attempt import SIX, Attempt, dangerous, hunt, loop

LEAVE_DAEMON = """if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import signal
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        time.sleep(86400)
    os._exit(0)"""

HANGS = {
    "loop": Attempt("hang", "loops for ever", "TIMEOUT", extra=loop()),
    "stubborn": Attempt("hang", "loops, ignores signals", "TIMEOUT", extra=loop(
        "import signal\nfor n in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):\n    signal.signal(n, signal.SIG_IGN)"
    )),
    "sleep": Attempt("hang", "sleeps an hour", "TIMEOUT", extra="time.sleep(3600)"),
    "swallow": Attempt("hang", "catches whatever would stop it", "TIMEOUT", extra=(
        "while True:\n    try:\n        time.sleep(1)\n    except BaseException:\n        pass"
    )),
    "in_c": Attempt("hang", "loops inside C code", "TIMEOUT", extra="sum(range(10**15))"),
    "in_lock": Attempt("hang", "waits for its own lock", "TIMEOUT", extra=(
        "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()"
    )),
    "call_hangs": Attempt("hang", "a function loops", "TIMEOUT", 3,
                          double="def double(values):\n    while True:\n        pass"),
    "call_hangs_later": Attempt("hang", "loops for hidden inputs only", "TIMEOUT", 4, double=(
        "def double(values):\n    while len(values) != 3:\n        pass\n    return 2 * values"
    )),
    "threads": Attempt("leaves", "thread beside a loop", "TIMEOUT", extra=loop(
        "import threading\nthreading.Thread(target=time.sleep, args=(60,)).start()"
    )),
    "threads_before": Attempt("leaves", "thread before a loop", "TIMEOUT", six=(
        "import threading\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\nsix = 6"
    ), extra=loop()),
    "daemon_loop": Attempt("leaves", "daemon, then a loop", "TIMEOUT", extra=loop(LEAVE_DAEMON)),
}  # fmt: skip

LEFT_BEHIND = {
    "daemon": Attempt("leaves", "daemon that ignores signals", extra=LEAVE_DAEMON),
    "child": Attempt("leaves", "child that sleeps", extra="if os.fork() == 0:\n    time.sleep(86400)"),
    "thread_left": Attempt("leaves", "thread that never ends", extra=(
        "import threading\nthreading.Thread(target=time.sleep, args=(86400,)).start()"
    )),
    "daemon_of_call": Attempt("leaves", "daemon out of a call", double=(
        "def double(values):\n    if os.fork() == 0:\n        os.setsid()\n        time.sleep(86400)\n"
        "    return 2 * values"
    )),
    "exit_handler": Attempt("leaves", "exit handler that sleeps", extra=(
        "import atexit\natexit.register(time.sleep, 86400)"
    )),
}  # fmt: skip

MEMORY = {
    "memory": Attempt("memory", "asks for 60 GB", "MEMORY", extra="hog = bytearray(60 << 30)"),
    "grows": Attempt("memory", "asks for ever more", "MEMORY", extra=(
        "hog = []\nwhile True:\n    hog.append(np.empty(1 << 27))"
    )),
    "touches": Attempt("memory", "touches ever more", "MEMORY", extra=dangerous(
        "hog = [np.ones(1 << 25) for _ in range(200)]  # 50 GB"
    )),
    "spreads": Attempt("memory", "touches it in children", "MEMORY", extra=dangerous("""
children = []
for _ in range(12):
    children.append(os.fork())
    if children[-1] == 0:
        hog = np.ones(1 << 27)  # 1 GB
        time.sleep(86400)
    time.sleep(0.5)
alive, end = 12, time.monotonic() + 100
while alive == 12 and time.monotonic() < end:
    time.sleep(0.2)
    alive = sum(os.waitpid(child, os.WNOHANG)[0] == 0 for child in children)
if alive < 12:
    raise MemoryError(f'{alive} of 12 children still hold their 1 GB')
""")),
    "killed": Attempt("memory", "kills itself", "MEMORY", extra="os.kill(os.getpid(), 9)"),
}  # fmt: skip

MANY = {
    "forks": hunt("many", "forks 5,000 sleepers", """
for count in range(5000):
    try:
        if os.fork() == 0:
            time.sleep(86400)
    except OSError:
        break
else:
    found.append('5,000 processes at once')
""", dangerous=True),
    "forks_in_forks": Attempt("many", "forks in each fork", "TIMEOUT", extra=dangerous("""
for _ in range(12):
    try:
        os.fork()
    except OSError:
        pass
while True:
    pass
""")),
    "many_threads": hunt("many", "starts 10,000 threads", """
import threading
end, threads = threading.Event(), []
try:
    for _ in range(10_000):
        threads.append(threading.Thread(target=end.wait, daemon=True))
        threads[-1].start()
    found.append('10,000 threads at once')
except (RuntimeError, MemoryError):
    threads.pop()
end.set()
for one in threads:
    one.join()
""", dangerous=True),
}  # fmt: skip

ENDS = {
    "exit0": Attempt("end", "os._exit(0)", "CRASH", extra="os._exit(0)"),
    "sysexit": Attempt("end", "sys.exit", "CRASH", extra="sys.exit(3)"),
    "segfault": Attempt("end", "segfault through ctypes", "CRASH", extra="import ctypes\nctypes.string_at(0)"),
    "abort": Attempt("end", "os.abort", "CRASH", extra="os.abort()"),
    "stack": Attempt("end", "overflows the stack", "CRASH", extra=(
        "import threading\nsys.setrecursionlimit(10**9)\nx = []\nfor _ in range(700):\n    x = [x]\n"
        "threading.stack_size(32768)\nthread = threading.Thread(target=repr, args=(x,))\nthread.start()\nthread.join()"
    )),
    "exit_early": Attempt("end", "os._exit(0) instead of answers", "CRASH", 2, six="os._exit(0)",
                          double="os._exit(0)"),
    "cut": Attempt("signals", "closes all descriptors", "CRASH", extra="os.closerange(3, 200)\ntime.sleep(0.5)"),
    "call_exits": Attempt("end", "a function exits", "CRASH", 3, double="def double(values):\n    os._exit(0)"),
    "call_segfaults": Attempt("end", "a function segfaults", "CRASH", 3,
                              double="import ctypes\ndef double(values):\n    return ctypes.string_at(0)"),
}  # fmt: skip

OUTPUT = {
    "prints": Attempt("output", "prints 1 GB", extra="for _ in range(1000):\n    print('x' * 1_000_000)",
                      notes=("OUTPUT",), warns="it wrote 1,000,001,000 characters"),
    "writes_1": Attempt("output", "writes 1 GB to descriptor 1", extra=(
        "block = b'x' * (1 << 20)\nfor _ in range(1024):\n    os.write(1, block)"
    )),
    "displays": Attempt("output", "shows 100,000 outputs", extra=(
        "from IPython.display import display\nfor number in range(100_000):\n    display(number)"
    ), notes=("OUTPUT",), warns="it displayed 100,000 outputs"),
    "loud": Attempt("output", "raises a text of 100 MB", extra="raise ValueError('x' * 100_000_000)",
                    notes=("error",)),
    "loud_answer": Attempt("output", "a call prints without end", double=(
        "def double(values):\n    print('x' * 100_000_000)\n    return 2 * values"
    )),
}  # fmt: skip

FILL = """
for place in ('.', '/tmp', '/var/tmp', '/dev/shm'):
    block, written = b'x' * (1 << 20), 0
    try:
        for number in range(64):
            with open(f'{place}/fill-{number}', 'wb', buffering=0) as file:
                for _ in range(64):
                    written += file.write(block)
        found.append(f'{written} bytes in {place}')
    except OSError:
        pass
"""
DISK = {
    "fills": hunt("disk", "writes 4 GB everywhere", FILL, dangerous=True),
    "files": Attempt("disk", "makes 20,000 files", six=(
        "try:\n    for number in range(20_000):\n        open(f'{number}.txt', 'w').close()\n"
        "except OSError:\n    pass\n" + SIX
    )),
    "deep_folders": Attempt("disk", "folders 3,000 deep", extra=(
        "here = os.getcwd()\ntry:\n    for _ in range(3000):\n        os.mkdir('d')\n        os.chdir('d')\n"
        "finally:\n    os.chdir(here)"
    )),
    "locked_folder": Attempt("disk", "locks its folders", extra=(
        "os.makedirs('a/b')\nopen('a/b/c', 'w').close()\nos.chmod('a/b', 0)\nos.chmod('a', 0)\nos.chmod('.', 0)"
    )),
    "odd_files": Attempt("disk", "FIFO, links, sparse file", extra=(
        "os.mkfifo('fifo')\nos.symlink('/etc', 'etc')\nos.symlink('round', 'round')\n"
        "open(b'\\xff\\n.txt', 'w').close()\nopen('sparse', 'w').truncate(1 << 40)"
    )),
}  # fmt: skip

LIMITS = {**HANGS, **LEFT_BEHIND, **MEMORY, **MANY, **ENDS, **OUTPUT, **DISK}
