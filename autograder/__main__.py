"""The command line of authors and instructors: `python -m autograder COMMAND`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from autograder import systems
from course_utils.checking.quick_jsonschema import import_jsonschema

import_jsonschema()  # nearly every command imports nbformat or otter

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@app.command()
def build(
    lessons: Annotated[list[str] | None, typer.Argument(help="such as 02_convolution_by_hand; all if none")] = None,
    check: Annotated[bool, typer.Option("--check", help="build aside and name what differs from the folder")] = False,
    execute: Annotated[bool, typer.Option("--execute", help="run every proof and solution as well")] = False,
) -> None:
    """Make notebooks, tests and packages from lessons/."""
    from autograder.build.products import main

    sys.exit(main(lessons or [], check=check, execute=execute))


@app.command()
def grade(
    lesson: Annotated[str, typer.Argument(help="such as 02_convolution_by_hand")],
    folder: Annotated[Path, typer.Argument(help="the notebooks that were handed in")],
    out: Annotated[Path, typer.Option(help="where grades.csv, feedback/ and one file per student go")],
    workers: Annotated[int | None, typer.Option(min=1, help="submissions at once; one per core if not given")] = None,
    timeout: Annotated[float, typer.Option(min=1, help="seconds that one cell may take")] = 60.0,
    bundle: Annotated[Path | None, typer.Option(help="a marking bundle made before; built anew if not given")] = None,
    regrade: Annotated[
        list[str] | None, typer.Option(help="grade this question again for everyone, such as q2_3; keep the others")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="grade this student alone; keep the others' results")] = None,
    unsafe: Annotated[
        bool,
        typer.Option("--unsafe", help="grade also where students' code cannot be shut in; it can then do all you can"),
    ] = False,
) -> None:
    """Grade a folder of notebooks, each shut in; a second run goes on where the first one stopped."""
    _exit_if_unsupported()
    from autograder.grade.grade import grade_folder

    chosen = {"regrade": regrade or [], "only": only or []}
    sys.exit(
        grade_folder(lesson, folder, out, workers=workers, timeout=timeout, bundle=bundle, unsafe=unsafe, **chosen)
    )


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="where the sample classes and their grades go")] = Path("data/demo"),
    lesson: Annotated[list[str] | None, typer.Option(help="such as 02_convolution_by_hand; all if not given")] = None,
) -> None:
    """Make a sample class for each lesson, grade it and say where the pages are."""
    _exit_if_unsupported()
    from autograder.demo.sample_class import demo as make_and_grade

    sys.exit(make_and_grade(out, lesson or []))


@app.command()
def release(
    folder: Annotated[Path, typer.Argument(help="a new folder, or an emptied one with its .git")],
    placeholder: Annotated[
        bool, typer.Option("--placeholder", help="a trial: keep the repository's placeholder")
    ] = False,
) -> None:
    """Write the repository that students get from what is committed: no answers, no hidden tests, no autograder."""
    from autograder.build.release import ReleaseError
    from autograder.build.release import release as write

    try:
        names = write(folder, placeholder=placeholder)
    except (ReleaseError, OSError) as error:
        sys.exit(str(error))
    print(f"{len(names)} files for students in {folder}; commit them there and push")


def _exit_if_unsupported() -> None:
    """End here on other systems: what comes next would fail there while it is imported."""
    if systems.unsupported_reason():
        print(systems.LINUX_ONLY, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    app(prog_name="python -m autograder")
