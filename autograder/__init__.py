"""What an author or an instructor runs: `python -m autograder COMMAND`. Nothing here is imported by course_utils."""
