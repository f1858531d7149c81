"""What an instructor reads about the guards between students' code and this machine."""

from autograder.sandbox import confinement

GUARDS = (confinement.PROCESSES, confinement.FILES, confinement.FENCE, confinement.CALLS)


def describe_guards(missing: dict[str, str]) -> str:
    """Which guards are on, in one line.

    >>> describe_guards({"Landlock": "Function not implemented"})
    'Shut in: processes of its own, files and network of its own, system call filter, limits. MISSING: Landlock.'
    """
    on = ", ".join([*(guard for guard in GUARDS if guard not in missing), "limits"])
    return f"Shut in: {on}." + (f" MISSING: {', '.join(missing)}." if missing else "")


def explain_refusal(missing: dict[str, str]) -> str:
    """Why nothing is graded here, and what to do.

    >>> explain_refusal({"Landlock": "Function not implemented"})[:80]
    "this machine cannot shut students' code in (Landlock: Function not implemented);"
    """
    why = "; ".join(f"{guard}: {reason}" for guard, reason in missing.items())
    return (
        f"this machine cannot shut students' code in ({why}); grade on Linux 5.13 or newer, in a container with "
        "`docker run --privileged`; --unsafe grades all the same, and that code can then do all that you can"
    )
