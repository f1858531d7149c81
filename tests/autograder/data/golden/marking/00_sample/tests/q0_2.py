from otter.test_files import test_case

OK_FORMAT = False

name = "q0_2"
points = None

from course_utils.checking import answer

def double(number):
    return 2 * number

SECRET_NUMBERS = [31, 47, 59, 83]


@test_case(name="q0_2: one", points=1, hidden=False)
def test_one(twice):
    answer(twice).computes(double, 1)


@test_case(name="q0_2: many numbers", points=2, hidden=True)
def test_many_numbers(twice):
    for number in SECRET_NUMBERS:
        answer(twice).computes(double, number)
