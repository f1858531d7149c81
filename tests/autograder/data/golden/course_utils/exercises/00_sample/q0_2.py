from otter.test_files import test_case

OK_FORMAT = False

name = "q0_2"
points = None

from course_utils.checking import answer

def double(number):
    return 2 * number


@test_case(name="q0_2: one", points=1, hidden=False)
def test_one(twice):
    answer(twice).computes(double, 1)
