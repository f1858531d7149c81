"""Small images drawn by code: the same bytes on every machine, many images at once.

`randomness` gives each image its own random numbers, `shapes` computes how far inside a shape a point is, `sketch`
paints shapes, and `scene` adds a background and other objects. Each kind of object has its own file.

The results do not depend on a machine's mathematics library. The code uses only integers and + - * / of float32, whose
results IEEE 754 defines to the last bit. It uses no sine, no power and no sum whose order may vary.
"""
