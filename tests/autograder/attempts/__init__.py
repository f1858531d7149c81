"""Notebooks that attack the grader, one dict for each kind, and honest notebooks, which must not lose points."""

from tests.autograder.attempts.attempt import MARKER, ROWS, Attempt
from tests.autograder.attempts.forging import FORGING
from tests.autograder.attempts.honest import HONEST
from tests.autograder.attempts.honest_tools import HONEST_TOOLS
from tests.autograder.attempts.limits import LIMITS
from tests.autograder.attempts.looking import LOOKING
from tests.autograder.attempts.reaching import REACHING
from tests.autograder.attempts.sending import SENDING
from tests.autograder.attempts.walls import WALLS

CLASS: dict[str, Attempt] = {
    **HONEST, **HONEST_TOOLS, **LIMITS, **FORGING, **SENDING, **LOOKING, **REACHING, **WALLS,
}  # fmt: skip

__all__ = ["CLASS", "HONEST", "HONEST_TOOLS", "MARKER", "ROWS", "Attempt"]
