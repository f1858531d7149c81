"""A lesson source and the `Lesson` that is read from it."""
