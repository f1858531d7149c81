"""The lesson format: read a lesson source into a `Lesson`."""
