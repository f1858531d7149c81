from otter.test_files import test_case

OK_FORMAT = False

name = "q0_1"
points = None

from course_utils.checking import answer

pixels = [1, 2, 3]
unused = 4


# the pixels of the lesson, not the student's variable
@test_case(name="q0_1: sum", points=1, hidden=False)
def test_sum(q0_1):
    answer(q0_1).equals(sum, pixels)
