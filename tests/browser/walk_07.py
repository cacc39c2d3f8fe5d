"""Lesson 07 from the keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from .reading import by_key, cell
from .walking import Lesson, answer, begin, expect_explained, expect_good, press


def walk(lesson: Lesson) -> None:
    noise(lesson)
    scores(lesson)


def noise(lesson: Lesson) -> None:
    """Words are thinned out, noise is drawn and asked about."""
    nb, say = lesson.nb, lesson.say
    thin = lesson.widget('act="thin"')
    begin(thin)
    press(by_key(thin, "t_slider"), "End")
    expect(cell(thin, "t")).to_have_attribute("data-value", "0.001")
    press(by_key(thin, "subsampling"), "ArrowRight")
    expect(thin.locator("[data-id^='keep_code']").first).to_be_visible()
    press(by_key(thin, "t_slider"), "Home")
    expect(thin.locator(".box.dropped")).to_have_count(0)
    press(by_key(thin, "place 0"), "Enter")
    expect(thin.locator(".box.given")).to_have_count(1)
    expect_good(lesson)

    draw = lesson.widget('predict="three_quarters"')
    begin(draw)
    expect(by_key(draw, "exponent_slider")).to_be_disabled()
    answer(lesson, draw, "three_quarters", right=True)
    press(by_key(draw, "exponent_slider"), "Home")
    expect(cell(draw, "exponent")).to_have_attribute("data-value", "0")
    press(by_key(draw, "draw_slider"), "End")
    V = nb.execute("print(len(draw.vocabulary))")
    many = nb.execute('print(draw.session.trace["count"])')
    value = float(cell(draw, "expected[0]").get_attribute("data-value") or 0)
    assert abs(value - many / V) < 1e-12
    press(by_key(draw, "play"), "Enter", "Enter")
    expect_good(lesson)

    six = lesson.widget('Predict("six_answers")')
    begin(six)
    answer(lesson, six, "six_answers", right=False)
    expect_good(lesson)

    ask = lesson.widget('predict="target_as_noise"')
    begin(ask)
    expect(ask.locator("[data-group='y']")).to_have_count(0)
    answer(lesson, ask, "target_as_noise", right=False)
    press(ask.locator("[data-group='u']").first, "ArrowRight", "ArrowRight")
    expect_explained(ask, "e_target")
    press(by_key(ask, "target_drawn"), "ArrowRight")
    expect(ask.locator(".about")).to_have_text(say("noise_lab.about_skip"))
    press(by_key(ask, "target_drawn"), "ArrowRight")
    expect(ask.locator(".about")).to_have_text(say("noise_lab.about_redraw"))
    expect_good(lesson)


def scores(lesson: Lesson) -> None:
    """What the scores learn, and where they freeze."""
    nb = lesson.nb
    cloud = lesson.widget('predict="more_noise"')
    begin(cloud)
    expect(by_key(cloud, "negative")).to_have_count(1)
    expect(cloud.get_by_role("radio", name="15", exact=True)).to_have_count(0)
    answer(lesson, cloud, "more_noise", right=True)
    expect(by_key(cloud, "negative")).to_have_text("15")
    w, c = nb.execute('import json; print(json.dumps(cloud.session.trace["pair"]))')
    last = "cloud.session._runs['15-0.75-keep-20-1'].clouds[-1]"
    u = nb.execute(f"print(repr(float({last}.u[{w}, {c}])))")
    f = nb.execute('print(cloud.session.trace["runs"]["15-0.75-keep-20-1"]["moments"])') - 1
    expect(cell(cloud, f"u[{f},{c}]")).to_have_attribute("data-value", str(u))
    press(by_key(cloud, "moment_slider"), "Home")
    expect(cell(cloud, f"u[0,{c}]")).to_have_attribute("data-value", "0")
    press(by_key(cloud, "formula_of"), "ArrowRight")
    press(cell(cloud, f"u[0,{c}]"), "ArrowUp")
    expect_explained(cloud, f"pmi[{c}]")
    expect_good(lesson)

    frozen = lesson.widget('predict="below_the_table"')
    begin(frozen)
    expect(frozen.locator("[data-id]")).to_have_count(0)
    answer(lesson, frozen, "below_the_table", right=True)
    expect(cell(frozen, "e[0]")).to_have_attribute("data-value", "0")
    press(by_key(frozen, "start_slider"), "ArrowRight")
    expect(cell(frozen, "start")).to_have_attribute("data-value", "-5.9")
    expect(cell(frozen, "e[0]")).not_to_have_attribute("data-value", "0")
    expect_good(lesson)
    right = {
        "three_quarters": True,
        "six_answers": False,
        "target_as_noise": False,
        "more_noise": True,
        "below_the_table": True,
    }
    code = "import json; print(json.dumps(draw.right|six.right|ask.right|cloud.right|frozen.right))"
    nb.eventually(code, right)
