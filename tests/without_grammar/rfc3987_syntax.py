"""Stands before the package of this name on the path of otter, nbgrader, JupyterLab and their kernels.

The package compiles a grammar for seconds in each process that imports jsonschema, which does without it where it is
missing; see course_utils.checking.quick_jsonschema.
"""

raise ImportError("left out in the tests")
