"""Texts for the instructor about the guards that confine students' code."""

from autograder.sandbox import confinement

GUARDS = (confinement.PID_NAMESPACE, confinement.MOUNT_AND_NETWORK, confinement.LANDLOCK, confinement.SECCOMP)


def describe_guards(missing: dict[str, str]) -> str:
    """Return one line that names the active guards and the missing ones.

    >>> describe_guards({"Landlock": "Function not implemented"})
    'Confined: PID namespace, mount and network namespaces, seccomp, limits. MISSING: Landlock.'
    """
    active = ", ".join([*(guard for guard in GUARDS if guard not in missing), "limits"])
    return f"Confined: {active}." + (f" MISSING: {', '.join(missing)}." if missing else "")


def explain_refusal(missing: dict[str, str]) -> str:
    """Return why nothing is graded on this machine, and what the instructor can do.

    >>> explain_refusal({"Landlock": "Function not implemented"})[:80]
    "this machine cannot confine students' code (Landlock: Function not implemented);"
    """
    reasons = "; ".join(f"{guard}: {reason}" for guard, reason in missing.items())
    return (
        f"this machine cannot confine students' code ({reasons}); grade on Linux 5.13 or newer, in a container with "
        "`docker run --privileged`; --unsafe grades without the missing guards, and students' code can then do "
        "everything that you can do"
    )
