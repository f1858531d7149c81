"""A sample class for each lesson, to see what an instructor and a student get."""
