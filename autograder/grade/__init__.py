"""Grade submissions: find them, run each one confined, run the tests and save the results."""
