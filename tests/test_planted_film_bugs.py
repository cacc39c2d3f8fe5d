"""The checks of films can fail: mistakes planted in what is seen of a run, and caught."""

import pytest
import test_films
from test_planted_bugs import Bug, copied, plant  # noqa: F401  fixtures

story = test_films.check_story
procrustes = test_films.check_procrustes
turned = test_films.check_turned
cameras = test_films.check_cameras
settled = test_films.check_settled
pair = test_films.check_pair
shot = test_films.check_shot

CHECKS = [story, procrustes, turned, cameras, settled, pair, shot]

BUGS = [
    Bug(
        "the neighbours are those of the output vectors",
        "films",
        "at = zip(self.W_in, self._lengths, strict=True)",
        "at = zip(self.W_out, self._lengths, strict=True)",
        [story],
    ),
    Bug(
        "a word is its own neighbour",
        "films",
        "nearest(W, W[row], [row], topn, sizes)",
        "nearest(W, W[row], [], topn, sizes)",
        [story],
    ),
    Bug(
        "an output vector moves without its error",
        "films",
        "change_out = rate * G_out",
        "change_out = rate * step.h + 0 * G_out",
        [story],
    ),
    Bug(
        "every word's input vector moves",
        "films",
        "change_in = rate * G_in",
        "change_in = rate * step.EH + 0 * G_in",
        [story],
    ),
    Bug(
        "the error of the first target alone",
        "films",
        "sum(e[rows == row].sum() for rows, e in zip(step.rows, step.e, strict=True))",
        "float(step.e[0][step.rows[0] == row].sum())",
        [story],
    ),
    Bug(
        "the turn goes the other way",
        "explore",
        "turn = left @ right",
        "turn = (left @ right).T",
        [procrustes],
    ),
    Bug(
        "the output vectors are not turned with the input vectors",
        "films",
        "W_in, W_out = _widened(self.W_in, N) @ turn, _widened(self.W_out, N) @ turn",
        "W_in, W_out = _widened(self.W_in, N) @ turn, _widened(self.W_out, N)",
        [turned],
    ),
    Bug(
        "a camera's share forgets the middle",
        "explore",
        "spread = ((matrix - matrix.mean(axis=0)) ** 2).sum()",
        "spread = (matrix**2).sum()",
        [cameras],
    ),
    Bug(
        "a word has settled when it first points where it ends",
        "films",
        "last_astray = len(astray) - 1 - astray[::-1].argmax(axis=0)",
        "last_astray = (~astray).argmax(axis=0) - 1",
        [settled],
    ),
    Bug(
        "the angle is in radians",
        "films",
        "angle = np.degrees(np.arccos(np.clip(cosine, -1, 1)))",
        "angle = np.arccos(np.clip(cosine, -1, 1))",
        [pair],
    ),
    Bug(
        "the distance is that of unit vectors",
        "films",
        "distance = np.linalg.norm(a - b, axis=1)",
        "distance = np.linalg.norm(unit(a) - unit(b), axis=1)",
        [pair],
    ),
    Bug(
        "a film begins its text anew at every moment",
        "films",
        "for number in range(first, last)]",
        "for number in range(last - first)]",
        [shot],
    ),
    Bug(
        "a film ends before the run",
        "films",
        "marks = [0, *sorted({round(step) for step in steps.tolist()})]",
        "marks = [0, *sorted({round(step) for step in steps.tolist()})[:-1]]",
        [shot],
    ),
]


def test_the_checks_pass_on_a_copy_without_a_bug(plant):  # noqa: F811
    lib = plant("films", "turn = procrustes(mine, its)", "turn = procrustes(mine, its)")
    for check in CHECKS:
        check(lib)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_caught(bug, plant):  # noqa: F811
    lib = plant(bug.module, bug.piece, bug.instead)
    for check in bug.seen_by:
        with pytest.raises(AssertionError):
            check(lib)


def test_every_check_has_caught_a_bug():
    assert {check for bug in BUGS for check in bug.seen_by} == set(CHECKS)
