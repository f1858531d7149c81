"""The JavaScript text of a widget, joined with the shared files that it imports, and the style sheet of all widgets.

A browser gets a widget's module as one text, in which `import ... from "./shared/page.js"` finds no file. So the text
is joined here: each such line is replaced by the file that it names, without the word `export`.
"""

import re
from pathlib import Path

STATIC = Path(__file__).parent / "static"
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w/]+\.js)";\n', re.MULTILINE)
DEFINED = re.compile(r"^(export )?(?:async )?(?:function\*?|const|let|var|class) (\w+)", re.MULTILINE)
LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
LEFT_OVER_BUT_DEFAULT = re.compile(r"^(?:import\b|export\b(?! default)).*", re.MULTILINE)  # for a widget's own file


def module(name: str, folder: Path = STATIC) -> str:
    """Return `<name>.js` as one module: each shared file that it imports, once, then its own text.

    Raises:
        ValueError: a file is missing, an imported name is not exported, one name is defined twice, or an import or
            export has another form than `import { a, b } from "./shared/x.js";`, `export function` and `export const`.

    >>> "import {" in module("convolution_stepper")
    False
    """
    parts: dict[Path, str] = {}
    _collect(folder / f"{name}.js", parts)
    homes: dict[str, str] = {}
    for path, text in parts.items():
        for _, defined in DEFINED.findall(text):
            if defined in homes:
                raise ValueError(
                    f"module: {path.name} and {homes[defined]} both define {defined!r} at the top, and {name} "
                    f"imports both; rename one of them"
                )
            homes[defined] = path.name
    return "\n".join(parts.values())


def style(folder: Path = STATIC) -> str:
    """Return the one style sheet of all widgets: the shared rules, then each widget's own rules, sorted by name.

    A page contains a copy for each widget class that it shows, and among equally specific rules the last one applies.
    Because all copies have the same text, it does not matter which classes a page shows, nor in which order.

    >>> style().startswith("/* What all widgets look like")
    True
    """
    return "\n".join(map(_read, [folder / "shared" / "shared.css", *sorted(folder.glob("*.css"))]))


def _collect(path: Path, parts: dict[Path, str], above: tuple[Path, ...] = ()) -> str:
    """Add a file to `parts` after the files that it imports; return its text as it is on disk."""
    source = _read(path)
    if path in above:
        raise ValueError(f"module: {path.name} imports itself, through {above[-1].name}; take one import out")
    for names, file in IMPORT.findall(source):
        imported = (path.parent / file).resolve()
        exported = {name for word, name in DEFINED.findall(_collect(imported, parts, (*above, path))) if word}
        for missing in sorted({name.strip() for name in names.split(",") if name.strip()} - exported):
            raise ValueError(
                f"module: {path.name} imports {missing!r} from {imported.name}, which exports "
                f"{', '.join(sorted(exported)) or 'nothing'}; correct the name or export it"
            )
    text = IMPORT.sub("", source)
    if above:
        text = re.sub(r"^export (?=(?:async )?(?:function|const|let|var|class)\b)", "", text, flags=re.MULTILINE)
    if left := (LEFT_OVER if above else LEFT_OVER_BUT_DEFAULT).search(text):
        raise ValueError(
            f"module: {path.name} has {left[0]!r}; write imports as "
            f'import {{ a, b }} from "./shared/x.js"; and put export before a function or const'
        )
    parts.setdefault(path, text)
    return source


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        there = ", ".join(sorted(other.name for other in path.parent.glob(f"*{path.suffix}")))
        raise ValueError(
            f"static file {path.name} is not in {path.parent.name}, which has {there or 'none of its kind'}; "
            f"correct the name"
        ) from None
