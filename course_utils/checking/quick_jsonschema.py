"""Import jsonschema in a tenth of a second instead of several seconds.

otter and nbformat import `jsonschema`, and that imports `rfc3987_syntax` where it is installed (JupyterLab brings it).
It compiles a large grammar, only to check that a text is an IRI, a kind of web address. Nothing here checks that, and
`jsonschema` does without it where it is missing.
"""

import importlib
import sys
from contextlib import suppress

_GRAMMAR = "rfc3987_syntax"


def import_jsonschema() -> None:
    """Import `jsonschema`, if it is installed, without the grammar; call it before otter or nbformat is imported.

    >>> import_jsonschema()
    >>> "jsonschema" in sys.modules
    True
    """
    if "jsonschema" in sys.modules or _GRAMMAR in sys.modules:
        return
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]  # an import of it now raises ImportError
    try:
        with suppress(ImportError):
            importlib.import_module("jsonschema")
    finally:
        del sys.modules[_GRAMMAR]  # whoever needs it can still import it
