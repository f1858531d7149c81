"""Make and grade a sample class for each lesson, to show what instructors and students get."""
