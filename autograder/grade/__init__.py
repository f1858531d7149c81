"""From submissions to results: finds them, runs each one confined, runs the tests and saves what came of it."""
