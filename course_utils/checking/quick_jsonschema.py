"""Import jsonschema in a tenth of a second instead of several seconds.

otter and nbformat import `jsonschema`, which imports `rfc3987_syntax` if that is installed (JupyterLab installs it).
`rfc3987_syntax` compiles a large grammar, only to check that a text is an IRI, a kind of web address. The course never
checks that, and `jsonschema` works without the package.
"""

import importlib
import sys
from contextlib import suppress

_GRAMMAR = "rfc3987_syntax"


def import_jsonschema() -> None:
    """Import `jsonschema`, if it is installed, without the grammar; call this before otter or nbformat is imported.

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
        del sys.modules[_GRAMMAR]  # code that needs it can still import it
