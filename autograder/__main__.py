"""Command line for authors and instructors: `python -m autograder COMMAND`."""

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
    lessons: Annotated[list[str] | None, typer.Argument(help="such as 02_convolution_by_hand; default: all")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="write nothing; list the generated files that are out of date")
    ] = False,
    execute: Annotated[bool, typer.Option("--execute", help="also run every proof and solution")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="overwrite edited notebooks too; each is kept as .bak")
    ] = False,
    clean: Annotated[bool, typer.Option("--clean", help="also remove the products of lessons that are gone")] = False,
) -> None:
    """Make notebooks, tests and packages from lessons/."""
    from autograder.build.products import main

    sys.exit(main(lessons or [], check=check, execute=execute, force=force, remove=clean))


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="two digits and a topic, such as 13_my_topic")],
    title: Annotated[str, typer.Argument(help='such as "My topic"')],
) -> None:
    """Make a lesson with one question of each kind, its planted answers and its rows in the tables of lessons."""
    from autograder.build.new_lesson import main

    sys.exit(main(name, title))


@app.command("try")
def try_(lesson: Annotated[str, typer.Argument(help="such as 02_convolution_by_hand")]) -> None:
    """Build one lesson, grade its solution, the empty notebook and the planted answers, and print what is missing."""
    from autograder.build.try_lesson import main

    sys.exit(main(lesson))


@app.command()
def grade(
    lesson: Annotated[str, typer.Argument(help="such as 02_convolution_by_hand")],
    folder: Annotated[Path, typer.Argument(help="the notebooks that were handed in")],
    out: Annotated[Path, typer.Option(help="folder for grades.csv, feedback/ and one file per student")],
    workers: Annotated[
        int | None, typer.Option(min=1, help="number of submissions graded at the same time; default: one per core")
    ] = None,
    timeout: Annotated[float, typer.Option(min=1, help="seconds that one cell may take")] = 60.0,
    bundle: Annotated[Path | None, typer.Option(help="folder of an existing bundle; default: build a new one")] = None,
    regrade: Annotated[
        list[str] | None, typer.Option(help="grade this question again for all students, such as q2_3; keep the others")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="grade only this student; keep the others' results")] = None,
    unsafe: Annotated[
        bool,
        typer.Option(
            "--unsafe", help="grade even if students' code cannot be confined; it then has all your permissions"
        ),
    ] = False,
) -> None:
    """Grade a folder of notebooks, each in confined processes; run the same command again to resume."""
    _exit_if_unsupported()
    from autograder.grade.grade import grade_folder

    chosen = {"regrade": regrade or [], "only": only or []}
    sys.exit(
        grade_folder(lesson, folder, out, workers=workers, timeout=timeout, bundle=bundle, unsafe=unsafe, **chosen)
    )


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="folder for the sample classes and their grades")] = Path("data/demo"),
    lesson: Annotated[list[str] | None, typer.Option(help="such as 02_convolution_by_hand; default: all")] = None,
) -> None:
    """Make a sample class for each lesson, grade it and print the paths of the pages."""
    _exit_if_unsupported()
    from autograder.demo.sample_class import demo as make_and_grade

    sys.exit(make_and_grade(out, lesson or []))


@app.command()
def release(
    folder: Annotated[Path, typer.Argument(help="a new or empty folder; it may contain a .git")],
    placeholder: Annotated[
        bool, typer.Option("--placeholder", help="for a trial: accept the placeholder as repository name")
    ] = False,
) -> None:
    """Write the repository for students from the last commit, without answers, hidden tests and autograder."""
    from autograder.build.release import ReleaseError
    from autograder.build.release import release as write

    try:
        names = write(folder, placeholder=placeholder)
    except (ReleaseError, OSError) as error:
        sys.exit(str(error))
    print(f"{len(names)} files for students in {folder}; commit them there and push")


def _exit_if_unsupported() -> None:
    """Exit on an unsupported system, before imports that would fail there."""
    if systems.unsupported_reason():
        print(systems.LINUX_ONLY, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    app(prog_name="python -m autograder")
