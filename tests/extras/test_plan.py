"""The ninety minutes that teachers are given, walked through as they are written. Takes minutes."""

import struct

import pytest

from tests.browser import plan

pytestmark = pytest.mark.extras


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_plan_is_walked_through_and_every_step_leaves_a_picture(tmp_path, capsys, language):
    pictures = plan.walk(tmp_path, language)
    assert len(pictures) > 20
    for path in pictures:
        assert struct.unpack(">II", path.read_bytes()[16:24]) == (1280, 720), path.name
    told = capsys.readouterr().out
    for begin, end, lesson in plan.marks(language)[:5]:
        assert f"minutes {begin + '-' + end:>5}  lesson {lesson}" in told
