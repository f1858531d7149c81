"""Slips that an author may make in the sample lesson, with what the builder says to each."""

CHECK_2 = '# %%\ngrader.check("q0_2")\n'
TEST_2 = '# %% tags=["test"] points=1\ndef test_one(twice):\n    answer(twice).computes(double, 1)\n'

SLIPS = {  # what is wrong: (part of the sample, what stands there instead, what the error's line holds, its text)
    "question without tests": (
        '# %% tags=["test"] points=1\n# the pixels of the lesson, not the student\'s variable\n'
        "def test_sum(q0_1):\n    answer(q0_1).equals(sum, pixels)\n",
        "",
        'question="q0_1"',
        r"question q0_1 has no tests; add a code cell tags=\[\"test\"\] points=\.\.\. before its check",
    ),
    "question with hidden tests only": (
        TEST_2,
        "",
        'question="q0_2"',
        "question q0_2 has hidden tests only, so its check could tell nothing; add a public test",
    ),
    "question without check cell": (
        'grader.check("q0_1")',
        "pass",
        'question="q0_1"',
        r'question q0_1 has no check cell; end it with a code cell grader\.check\("q0_1"\)',
    ),
    "last question without check cell": (
        CHECK_2,
        "",
        'question="q0_2"',
        r'question q0_2 has no check cell; end it with a code cell grader\.check\("q0_2"\)',
    ),
    "check of another question": (
        '# %%\ngrader.check("q0_1")',
        '# %%   \ngrader.check("q0_2")',
        "# %%   ",
        r"grader\.check\('q0_2'\) stands inside question q0_1; end each question with its own check",
    ),
    "check outside a question": (
        "unused = 4\n",
        'unused = 4\n\n# %%  \ngrader.check("q0_1")\n',
        "# %%  ",
        r"grader\.check\('q0_1'\) stands outside a question; end each question with its own check",
    ),
    "unknown key": (
        'question="q0_1" points=1',
        'question="q0_1" point=1',
        'question="q0_1"',
        "unknown key 'point'; known are lang, points, question, tags",
    ),
    "unknown tag": (
        'tags=["given"]',
        'tags=["givn"]',
        'tags=["givn"]',
        "unknown tag 'givn'; known are given, hidden, hint, proof, solution, test, written",
    ),
    "tags that do not go together": (
        'tags=["given"]',
        'tags=["given", "hidden"]',
        '"given"',
        "the tags given, hidden do not go together; use one, or test with hidden",
    ),
    "unreadable mark": (
        'tags=["given"]',
        'tags=["given"',
        '"given"',
        r"cannot read 'tags=\[\"given\"' on the cell's line; write key=\"value\" or tags=\[\"name\"\], nothing else",
    ),
    "hint that is code": (
        '[markdown] tags=["hint"]\n# Or multiply.',
        'tags=["hint"]\n# Or multiply.',
        '# %% tags=["hint"]',
        "the tag 'hint' stands on a code cell; it belongs on a markdown cell",
    ),
    "points that are no number": (
        'question="q0_1" points=1',
        'question="q0_1" points="one"',
        'question="q0_1"',
        "points='one' is not a number above 0; write one like points=2",
    ),
    "question without points": (
        'question="q0_1" points=1',
        'question="q0_1"',
        'question="q0_1"',
        "question q0_1 says no points; write points= on this line",
    ),
    "test without points": (
        '# %% tags=["test"] points=1\ndef test_one',
        '# %%  tags=["test"]\ndef test_one',
        '# %%  tags=["test"]',
        "test_one says no points; write points= on this line",
    ),
    "points that do not add up": (
        'question="q0_2" points=3',
        'question="q0_2" points=4',
        'question="q0_2"',
        "question q0_2 says 4 points, its tests add up to 3; change one or the other",
    ),
    "points on a preamble cell": (
        '# %% tags=["test"]\ndef double',
        '# %% tags=["test"] points=7\ndef double',
        "points=7",
        "a test cell outside a question serves all tests and has no points; take points= away, or move the test",
    ),
    "two questions of one name": (
        'question="q0_2"',
        'question="q0_1"',
        "points=3",
        "a question q0_1 stands at line 40 already; choose another name",
    ),
    "two tests of one name": (
        "def test_many_numbers",
        "def test_one",
        '"hidden"] points=2',
        "question q0_2 has two tests test_one, of which only one would run; choose another name",
    ),
    "test cell without a function": (
        TEST_2,
        '# %%  tags=["test"] points=1\nassert twice(1) == 2\n',
        "# %%  tags",
        r"a test cell of a question holds one function test_\.\.\.\(names\) and nothing else; put helpers",
    ),
    "test cell with two functions": (
        '# %% tags=["test"] points=1\ndef test_one(twice):',
        '# %%  tags=["test"] points=1\ndef helper():\n    pass\ndef test_one(twice):',
        "# %%  tags",
        r"a test cell of a question holds one function test_\.\.\.\(names\) and nothing else",
    ),
    "solution outside a question": (
        'tags=["given"]',
        'tags=["solution"]',
        'tags=["solution"]',
        "a solution cell outside a question; move it between the question's text and its check cell",
    ),
    "hint outside a question": (
        "# %%\nfrom course_utils import Grader",
        '# %% [markdown] tags=["hint"]\n# Early.\n\n# %%\nfrom course_utils import Grader',
        'tags=["hint"]',
        "a hint cell outside a question; move it between the question's text and its check cell",
    ),
    "two hints": (
        '# %% [markdown] tags=["hint"]\n# Or multiply.\n\n',
        "",
        'question="q0_2"',
        'question q0_2 has 2 hints in "en"; write 3, from faint to plain',
    ),
    "translated hint out of order": (
        '# %% [markdown] tags=["hint"] lang="zh-Hant"\n# 每次兩個。\n\n',
        "",
        'tags=["hint"] lang="zh-Hant"',
        "this zh-Hant hint does not follow its English one; put each translation right after its hint",
    ),
    "question without solution": (
        '# %% tags=["solution"]\nq0_1 = sum(pixels) + 0  # SOLUTION',
        "# %%\nq0_1 = 6",
        'question="q0_1"',
        r"question q0_1 has no solution; add a code cell tags=\[\"solution\"\]",
    ),
    "test of a name that nothing defines": (
        "def test_sum(q0_1)",
        "def test_sum(q01)",
        'tags=["test"] points=1',
        "test_sum reads q01, which no cell up to the check of q0_1 defines; spell it as the notebook does",
    ),
    "syntax error": (
        "unused = 4",
        "unused = (",
        "unused = (",
        "syntax error: .* mend the Python in this cell",
    ),
    "text before the first cell": (
        "# ---\n\n# %% [markdown]\n# # A sample",
        "# ---\n\nx = 1\n\n# %% [markdown]\n# # A sample",
        "# %% [markdown]",
        r"\d+ lines begin with '# %%' for \d+ cells; begin each cell with '# %%' and use that nowhere else",
    ),
    "header without minutes": (
        "#     minutes: 5\n",
        "",
        "# ---",
        "the header's course entry is {'title': 'A sample'}; it needs a title and minutes, nothing else",
    ),
    "header with minutes in words": (
        "minutes: 5",
        "minutes: five",
        "# ---",
        "the header's minutes are 'five'; write a whole number",
    ),
}
