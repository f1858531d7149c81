"""Small pictures drawn by code: the same bytes on every machine, many pictures at once.

`randomness` gives each picture its own random numbers, `shapes` says how far inside a shape a point lies, `sketch`
paints shapes, and `scene` puts a drawing into surroundings. Each thing that can be drawn has a file of its own.

Nothing is left to a machine's mathematics library: only + - * / of single floats (float32), whose results IEEE 754
fixes to the last bit, and whole numbers. So no sine, no power, no sum whose order may differ.
"""
