"""The text of a widget's JavaScript, with what all widgets share put in, and of the style sheet of them all.

A browser gets a widget's module as one text, in which `import ... from "./shared/page.js"` leads nowhere. So the text
is put together here: each such line gives way to the file that it names, without the word `export`.
"""

import re
from pathlib import Path

STATIC = Path(__file__).parent / "static"
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w/]+\.js)";\n', re.MULTILINE)
DEFINED = re.compile(r"^(export )?(?:async )?(?:function\*?|const|let|var|class) (\w+)", re.MULTILINE)
LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
LEFT_OVER_BUT_DEFAULT = re.compile(r"^(?:import\b|export\b(?! default)).*", re.MULTILINE)  # what a widget itself has


def module(name: str, folder: Path = STATIC) -> str:
    """Return `<name>.js` as one module: each shared file that it imports, once, then its own text.

    Raises:
        ValueError: a file that isn't there, a name that isn't exported, one name defined twice, an import or export of
            another form than `import { a, b } from "./shared/x.js";`, `export function` and `export const`.

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
    """Return the one style sheet of every widget: what they share, then each widget's own rules, by name.

    A page keeps a copy for each kind of widget that it shows, and of rules that are equally specific the last one
    wins. With the same text in each copy it does not matter which kinds are there, nor which came first.

    >>> style().startswith("/* What all widgets look like")
    True
    """
    return "\n".join(map(_read, [folder / "shared" / "shared.css", *sorted(folder.glob("*.css"))]))


def _collect(path: Path, parts: dict[Path, str], above: tuple[Path, ...] = ()) -> str:
    """Put a file after those that it imports into `parts`; return its text as it stands on disk."""
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
