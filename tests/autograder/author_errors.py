"""Errors that an author may make in the sample lesson, with the builder's message for each."""

CHECK_2 = '# %%\ngrader.check("q0_2")\n'
TEST_2 = '# %% tags=["test"] points=1\ndef test_one(twice):\n    answer(twice).computes(double, 1)\n'

AUTHOR_ERRORS = {  # error: (part of the sample, its replacement, text on the line of the error, the message)
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
        "question q0_2 has only hidden tests, so its check would test nothing; add a public test",
    ),
    "question without check cell": (
        'grader.check("q0_1")',
        "pass",
        'question="q0_1"',
        r'question q0_1 has no check cell; end the question with a code cell grader\.check\("q0_1"\)',
    ),
    "last question without check cell": (
        CHECK_2,
        "",
        'question="q0_2"',
        r'question q0_2 has no check cell; end the question with a code cell grader\.check\("q0_2"\)',
    ),
    "check of another question": (
        '# %%\ngrader.check("q0_1")',
        '# %%   \ngrader.check("q0_2")',
        "# %%   ",
        r"grader\.check\('q0_2'\) is inside question q0_1; end each question with its own check",
    ),
    "check outside a question": (
        "unused = 4\n",
        'unused = 4\n\n# %%  \ngrader.check("q0_1")\n',
        "# %%  ",
        r"grader\.check\('q0_1'\) is outside a question; end each question with its own check",
    ),
    "unknown key": (
        'question="q0_1" points=1',
        'question="q0_1" point=1',
        'question="q0_1"',
        "unknown key 'point'; expected one of lang, points, question, tags",
    ),
    "unknown tag": (
        'tags=["given"]',
        'tags=["givn"]',
        'tags=["givn"]',
        "unknown tag 'givn'; expected one of given, hidden, hint, proof, solution, test, written",
    ),
    "tags that do not go together": (
        'tags=["given"]',
        'tags=["given", "hidden"]',
        '"given"',
        "the tags given, hidden cannot be combined; expected one tag, or hidden with test",
    ),
    "unreadable mark": (
        'tags=["given"]',
        'tags=["given"',
        '"given"',
        r"cannot read 'tags=\[\"given\"' on the cell's first line; expected points=2, key=\"value\" or tags=",
    ),
    "points in words": (
        'question="q0_1" points=1',
        'question="q0_1" points=two',
        'question="q0_1"',
        r"cannot read 'question=\"q0_1\" points=two' on the cell's first line; expected points=2, ",
    ),
    "hint that is code": (
        '[markdown] tags=["hint"]\n# Or multiply.',
        'tags=["hint"]\n# Or multiply.',
        '# %% tags=["hint"]',
        "the tag 'hint' is on a code cell; expected a markdown cell",
    ),
    "points that are not a number": (
        'question="q0_1" points=1',
        'question="q0_1" points="one"',
        'question="q0_1"',
        "points='one' is not a number above 0; expected a number such as points=2",
    ),
    "question without points": (
        'question="q0_1" points=1',
        'question="q0_1"',
        'question="q0_1"',
        "question q0_1 has no points; write points= on this line",
    ),
    "test without points": (
        '# %% tags=["test"] points=1\ndef test_one',
        '# %%  tags=["test"]\ndef test_one',
        '# %%  tags=["test"]',
        "test_one has no points; write points= on this line",
    ),
    "points that do not add up": (
        'question="q0_2" points=3',
        'question="q0_2" points=4',
        'question="q0_2"',
        "question q0_2 has 4 points, but its tests add up to 3; change one of the two",
    ),
    "points on a preamble cell": (
        '# %% tags=["test"]\ndef double',
        '# %% tags=["test"] points=7\ndef double',
        "points=7",
        "points= is on a test cell outside a question, whose code is shared by all tests; remove points=",
    ),
    "two questions of one name": (
        'question="q0_2"',
        'question="q0_1"',
        "points=3",
        "question q0_1 is already defined at line 40; choose another name",
    ),
    "two tests of one name": (
        "def test_many_numbers",
        "def test_one",
        '"hidden"] points=2',
        "question q0_2 has two tests named test_one, and only one would run; rename one of them",
    ),
    "test cell without a function": (
        TEST_2,
        '# %%  tags=["test"] points=1\nassert twice(1) == 2\n',
        "# %%  tags",
        r"a test cell of a question must contain exactly one function test_\.\.\.\(names\); move helpers",
    ),
    "test cell with two functions": (
        '# %% tags=["test"] points=1\ndef test_one(twice):',
        '# %%  tags=["test"] points=1\ndef helper():\n    pass\ndef test_one(twice):',
        "# %%  tags",
        r"a test cell of a question must contain exactly one function test_\.\.\.\(names\)",
    ),
    "solution outside a question": (
        'tags=["given"]',
        'tags=["solution"]',
        'tags=["solution"]',
        "a solution cell is outside a question; move it between the question's text and its check cell",
    ),
    "hint outside a question": (
        "# %%\nfrom course_utils import Grader",
        '# %% [markdown] tags=["hint"]\n# Early.\n\n# %%\nfrom course_utils import Grader',
        'tags=["hint"]',
        "a hint cell is outside a question; move it between the question's text and its check cell",
    ),
    "two hints": (
        '# %% [markdown] tags=["hint"]\n# Or multiply.\n\n',
        "",
        'question="q0_2"',
        'question q0_2 has 2 hints in "en"; expected 3, from general to specific',
    ),
    "translated hint out of order": (
        '# %% [markdown] tags=["hint"] lang="zh-Hant"\n# 每次兩個。\n\n',
        "",
        'tags=["hint"] lang="zh-Hant"',
        "this zh-Hant hint does not follow its English hint; move each translation directly after its hint",
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
        "test_sum has the parameter q01, which no cell up to the check of q0_1 defines; "
        "write the name as in the notebook",
    ),
    "syntax error": (
        "unused = 4",
        "unused = (",
        "unused = (",
        "syntax error: .* correct the Python in this cell",
    ),
    "text before the first cell": (
        "# ---\n\n# %% [markdown]\n# # A sample",
        "# ---\n\nx = 1\n\n# %% [markdown]\n# # A sample",
        "# %% [markdown]",
        r"\d+ lines begin with '# %%' but jupytext reads \d+ cells; begin each cell with '# %%' and no other line",
    ),
    "no header": (
        "# ---\n# jupyter:\n#   course:\n#     title: A sample\n#     minutes: 5\n# ---\n",
        "# no header\n",
        "# no header",
        "the file does not begin with a header that has a course entry; copy the header of _template.py",
    ),
    "Grader of another lesson": (
        'Grader("00_sample", student="self-study")',
        'Grader("00_simple", student="self-study")',
        'Grader("00_simple"',
        r"Grader\('00_simple'\) is not the Grader of this lesson; write Grader\(\"00_sample\"\)",
    ),
    "header without minutes": (
        "#     minutes: 5\n",
        "",
        "# ---",
        "the header's course entry is {'title': 'A sample'}; expected the keys title and minutes and no others",
    ),
    "header with minutes in words": (
        "minutes: 5",
        "minutes: five",
        "# ---",
        "the header's minutes are 'five'; expected a whole number",
    ),
}
