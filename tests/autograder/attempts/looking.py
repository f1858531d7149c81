"""Attempts to read data of others: tests, other submissions, results, other processes, expected values.

The text that an attempt searches for must not be in the notebook itself, where it would be found. So the patterns
contain a character class, such as `[x]` for x.
"""

from tests.autograder.attempts.attempt import Attempt, hunt

NEIGHBOUR = "b7351neighbour"  # the id of an honest student, which is not in the source of any attempt
NEIGHBOUR_PATTERN = "b7351neighbou[r]"
SECRET_PATTERN = "31[.]25"  # the hidden input, as text
HUNTED = ["autograder.build.products", "autograder.lesson_format.model", "lessons", "tests"]
TOKEN = "INSTRUCTOR_TOKEN"  # an environment variable of the instructor
TOKEN_PATTERN = "INSTRUCTOR_TOKE[N]"

WALK = """
import re
wanted = re.compile(r'{wanted}')
for top in ('..', '../..', '/tmp', '/home', '/root', '/'):
    for folder, folders, files in os.walk(top):
        folders[:] = [name for name in folders if os.path.join(folder, name) not in ('/proc', '/sys')]
        if 'site-packages' in folder:
            folders[:] = [name for name in folders if name in ('autograder', 'tests')]
        found += [os.path.join(folder, name) for name in (*folders, *files) if wanted.fullmatch(name)]
        if len(found) > 3:
            break
    if found:
        break
"""
READ = """
import re
for place in ({places}):
    try:
        found.append((place, {read}))
    except (OSError, IndexError):
        pass
"""
PROCESSES = """
import re
wanted = re.compile(rb'{wanted}')
for number in (name for name in (os.listdir('/proc') if os.path.isdir('/proc') else []) if name.isdigit()):
    for name in ('cmdline', 'environ', 'maps', 'mountinfo'):
        try:
            text = open(f'/proc/{{number}}/{{name}}', 'rb').read()
        except OSError:
            continue
        if wanted.search(text):
            found.append((number, name))
    for name in ('cwd', 'root'):
        try:
            if wanted.search(os.fsencode('\\n'.join(os.listdir(f'/proc/{{number}}/{{name}}')))):
                found.append((number, name))
        except OSError:
            pass
"""
MEMORY = """
import re
wanted = re.compile(rb'{wanted}')
for line in open('/proc/self/maps'):
    span, rights, *_, name = (line + ' -').split()[:6]
    if 'rw' in rights and 'lib' not in line:
        start, end = (int(part, 16) for part in span.split('-'))
        try:
            with open('/proc/self/mem', 'rb', buffering=0) as memory:
                memory.seek(start)
                if wanted.search(memory.read(min(end - start, 1 << 28))):
                    found.append(line.strip())
        except (OSError, OverflowError):
            pass
"""
OBJECTS = """
import gc, re
gc.unfreeze()
wanted = re.compile(r'{wanted}')
for one in gc.get_objects():
    for part in gc.get_referents(one):
        if isinstance(part, str) and len(part) < 10_000 and wanted.search(part):
            found.append(part[:80])
        if isinstance(part, os.PathLike) and wanted.search(str(part)):
            found.append(str(part))
    if type(one) is np.ndarray and one.dtype.kind == 'f' and one.shape == (2,) and 3125 / 100 in one:
        found.append('array')
    if len(found) > 3:
        break
"""
FRAMES = """
import re
wanted = re.compile(r'{wanted}')
frames = [frame for frame in sys._current_frames().values()]
while frames:
    frame = frames.pop()
    for name, value in {{**frame.f_globals, **frame.f_locals}}.items():
        if frame.f_globals is not globals() and wanted.search(f'{{name}} {{value!r}}'[:100_000]):
            found.append((frame.f_code.co_name, name))
    frames += [frame.f_back] if frame.f_back else []
"""

LOOKING = {
    "looks_notebooks": hunt("looks", "other students' notebooks", WALK.format(wanted=".+[.]ipynb")),
    "looks_tests": hunt("looks", "tests, points, gradebook", WALK.format(
        wanted="points[.]json|q[1-4][.]py|gradebook[.]db|grades[.]csv|.*-autograder[.]zip|nbgrader_config[.]py"
    )),
    "looks_neighbour": hunt("looks", "files of other students", WALK.format(wanted=f".*{NEIGHBOUR_PATTERN}.*")),
    "looks_lessons": hunt("looks", "lessons with their answers", WALK.format(
        wanted="[0-9][0-9]_[a-z_]+[.]py|test_attempts[.]py|leak_check[.]py|[.]git"
    )),
    "looks_parents": hunt("looks", "parent folders of the class", """
import re
for place in ('..', '../..', '../../..', WORLD['base'], WORLD['base'] + '/class', WORLD['root'] + '/tests'):
    try:
        names = os.listdir(place)
    except OSError:
        continue
    if re.search('class|bundle|points.json|ipynb|autograder', ' '.join(names)):
        found.append((place, names[:3]))
"""),
    "looks_bundle": hunt("looks", "the bundle by its path", """
for name in ('bundle/points.json', 'bundle/tests/q2.py', 'out/grades.csv', 'class/looks_bundle.ipynb'):
    try:
        found.append(open(WORLD['base'] + '/' + name).read()[:40])
    except OSError:
        pass
"""),
    "looks_machine": hunt("looks", "the machine's private files", READ.format(
        places="'/etc/shadow', '/root', '/home', '/var/log', '/boot', '/mnt', '/proc/kcore', '/dev/mem'",
        read="[name for name in os.listdir(place) if f'{place}/{name}' not in os.getcwd() + sys.base_prefix][0]"
             " if os.path.isdir(place) else open(place, 'rb').read(20)",
    )),
    "looks_modules": hunt("looks", "imports the builder and lessons", f"""
import importlib.util
for name in {HUNTED}:
    try:
        if name in sys.modules or importlib.util.find_spec(name):
            found.append(name)
    except ImportError:
        pass
"""),
    "looks_environment": hunt("looks", "the instructor's environment", f"""
import re, ctypes
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), 'environ')
index = 0
while environ and environ[index]:
    found += [environ[index]] if re.match(rb'{TOKEN_PATTERN}', environ[index]) else []
    index += 1
found += [name for name in os.environ if re.fullmatch('{TOKEN_PATTERN}', name)]
"""),
    "looks_processes": hunt("looks", "/proc of other processes", PROCESSES.format(
        wanted=f"{TOKEN_PATTERN}|tests.autograder.plante[d]|pytes[t]|{NEIGHBOUR_PATTERN}|points[.]json"
    )),
    "looks_memory": hunt("looks", "its own memory for remains", MEMORY.format(
        wanted=f"{TOKEN_PATTERN}=|{NEIGHBOUR_PATTERN}|secret number[s]"
    )),
    "walks_objects": hunt("walks", "objects of whoever forked it", OBJECTS.format(
        wanted=f"{NEIGHBOUR_PATTERN}|{SECRET_PATTERN}, 41|secret number[s]|planted-.*bundl[e]"
    )),
    "walks_frames": hunt("walks", "frames below its own", FRAMES.format(
        wanted=f"{NEIGHBOUR_PATTERN}|{SECRET_PATTERN}, 41|secret number[s]|/bundl[e]"
    )),
    "looks_later": Attempt("looks", "the tests while it is marked", double="""
import glob
def double(values):
    places = (WORLD['base'], '/tmp', '/home', os.getcwd())
    found = [path for place in places for path in glob.glob(f'{place}/**/points.json', recursive=True)]
    return values if found else 2 * values
"""),
    "walks_for_answer": Attempt("walks", "expected value during a call", score=3, double="""
def double(values):
    import gc
    gc.unfreeze()
    seen = [one for one in gc.get_objects() if isinstance(one, np.ndarray)]
    frame = sys._getframe()
    while frame:
        seen += [one for one in frame.f_locals.values() if isinstance(one, np.ndarray)]
        frame = frame.f_back
    for one in seen:
        if one.shape == values.shape and not (one == values).any() and (one / 2 == values).all():
            return one
    return values
"""),
}  # fmt: skip
