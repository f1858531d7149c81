"""Attempts to reach the outside: by network, by signals to processes, and by files outside the attempt's folder."""

from tests.autograder.attempts.attempt import SIX, Attempt, dangerous, hunt, loop

CONNECT = """
import socket
for kind, family, address in {targets}:
    try:
        with socket.socket(family, kind) as one:
            one.settimeout(2)
            one.connect(address)
            one.send(b'{name}')
            found.append(address)
    except OSError:
        pass
"""

NETWORK = {
    "tcp": hunt("network", "TCP to this machine", CONNECT.format(name="tcp", targets=(
        "[(socket.SOCK_STREAM, socket.AF_INET, ('127.0.0.1', WORLD['tcp']))]"
    ))),
    "udp": hunt("network", "UDP to this machine", CONNECT.format(name="udp", targets=(
        "[(socket.SOCK_DGRAM, socket.AF_INET, ('127.0.0.1', WORLD['udp']))]"
    ))),
    "dns": hunt("network", "asks a name server", """
import socket
question = b'\\x12\\x34\\x01\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x07example\\x03com\\x00\\x00\\x01\\x00\\x01'
try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        found.append(one.sendto(question, ('127.0.0.1', WORLD['udp'])))
except OSError:
    pass
try:
    found.append(socket.getaddrinfo('example.com', 80))
except OSError:
    pass
"""),
    "unix": hunt("network", "unix sockets of the host", CONNECT.format(name="unix", targets=(
        "[(socket.SOCK_STREAM, socket.AF_UNIX, WORLD['unix']), (socket.SOCK_STREAM, socket.AF_UNIX,"
        " '\\0' + WORLD['abstract'])]"
    ))),
    "unix_others": hunt("network", "every unix socket it finds", """
import socket
for folder, _, files in [step for top in ('/run', '/var/run', '/tmp', WORLD['base']) for step in os.walk(top)]:
    for name in files:
        try:
            with socket.socket(socket.AF_UNIX) as one:
                one.settimeout(1)
                one.connect(os.path.join(folder, name))
                found.append(os.path.join(folder, name))
        except (OSError, UnicodeError):
            pass
    if found:
        break
"""),
    "urllib": hunt("network", "fetches a page", """
import urllib.request
try:
    urllib.request.urlopen(f"http://127.0.0.1:{WORLD['tcp']}/", timeout=1)
except TimeoutError as error:
    found.append(error)
except OSError as error:
    if 'timed out' in str(error):
        found.append(error)
"""),
    "serves": hunt("network", "serves others on an address", """
import socket
for family, address in ((socket.AF_INET, ('127.0.0.1', 0)), (socket.AF_UNIX, '\\0' + WORLD['served'])):
    try:
        one = socket.socket(family)
        one.bind(address)
        one.listen()
    except OSError:
        continue
    try:
        same = os.readlink('/proc/self/ns/net') == WORLD['net']
    except OSError:
        same = False
    found += [address] if same else []
"""),
    "raw": hunt("network", "raw and unusual sockets", """
import socket
for name, kind, protocol in (('AF_PACKET', socket.SOCK_RAW, 0), ('AF_INET', socket.SOCK_RAW, 1),
                             ('AF_INET6', socket.SOCK_STREAM, 0), ('AF_VSOCK', socket.SOCK_STREAM, 0),
                             ('AF_ALG', socket.SOCK_SEQPACKET, 0), ('AF_NETLINK', socket.SOCK_RAW, 0)):
    try:
        socket.socket(getattr(socket, name), kind, protocol).close()
        found.append(name)
    except OSError:
        pass
"""),
}  # fmt: skip

SIGNALS = {
    "kills_all": Attempt("signals", "kills everything it may", extra=dangerous("os.kill(-1, 9)")),
    "kills_parent": Attempt("signals", "kills its parent", extra=dangerous("os.kill(os.getppid(), 9)")),
    "kills_watcher": Attempt("signals", "kills the watcher of a cell", "CRASH", 0, six=f"time.sleep(0.5)\n{SIX}",
                             refuse=dangerous("os.kill(os.getppid(), 9)\ntime.sleep(1)")),
    "stops_watcher": Attempt("signals", "stops the watcher, then loops", "TIMEOUT", 0, six=f"time.sleep(0.5)\n{SIX}",
                             refuse=loop("import signal\nos.kill(os.getppid(), signal.SIGSTOP)")),
    "kills_group": Attempt("signals", "kills its process group", "MEMORY", extra="os.killpg(0, 9)"),
    "kills_first": hunt("signals", "kills process 1", "os.kill(1, 9)\nos.kill(1, 19)", dangerous=True),
    "kills_grader": hunt("signals", "signals the grader by number", """
for number in (WORLD['tester'], WORLD['parent']):
    try:
        os.kill(number, 0)
        found.append(number)
    except OSError:
        pass
"""),
    "descriptors": hunt("signals", "what its descriptors lead to", """
import stat
for number in range(3, 1024):
    try:
        mode = os.fstat(number).st_mode
    except OSError:
        continue
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISBLK(mode) or stat.S_ISCHR(mode):
        found.append((number, oct(mode)))
"""),
    "terminal_line": hunt("signals", "types into the instructor's terminal", """
import fcntl, termios
for number in (0, 1, 2):
    try:
        fcntl.ioctl(number, termios.TIOCSTI, b'#')
        found.append(number)
    except OSError:
        pass
try:
    os.close(os.open('/dev/tty', os.O_RDWR))
    found.append('/dev/tty')
except OSError:
    pass
""", finds=False),
}  # fmt: skip

WRITE_OUTSIDE = """
for place in {places}:
    path = os.path.join(place, 'attempt-' + WORLD['marker'])
    try:
        with open(path, 'x'):
            pass
        is_own = os.stat(path).st_dev == os.stat('.').st_dev and os.stat(path).st_dev not in WORLD['devices']
        os.unlink(path)
        found += [] if is_own else [place]
    except OSError:
        pass
"""
OUTSIDE = {
    "writes_outside": hunt("looks", "writes outside its folder", WRITE_OUTSIDE.format(
        places="('/', '/tmp', '/var/tmp', '/dev/shm', '/etc', '/usr', '/run', sys.prefix, os.path.dirname(np.__file__))"
    )),
    "writes_course": hunt("looks", "changes course_utils for others", WRITE_OUTSIDE.format(
        places="(os.path.dirname(personal.__file__), WORLD['root'], os.path.dirname(os.__file__))"
    )),
    "writes_class": hunt("looks", "writes into class and results", WRITE_OUTSIDE.format(
        places="[WORLD['base'] + '/' + name for name in ('', 'class', 'out', 'bundle', 'bundle/tests', 'tmp')]"
    )),
    "shared_memory": hunt("looks", "leaves memory for others", """
import ctypes
libc = ctypes.CDLL(None)
segment = libc.shmget(WORLD['shm_key'], 4096, 0o1666)
if segment >= 0:
    try:
        same = os.readlink('/proc/self/ns/ipc') == WORLD['ipc']
    except OSError:
        same = False
    found += ['segment'] if same else []
    libc.shmctl(segment, 0, None)
"""),
}  # fmt: skip

REACHING = {**NETWORK, **SIGNALS, **OUTSIDE}
