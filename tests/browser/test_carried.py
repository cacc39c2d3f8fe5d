"""A lesson as one file from a disk, and a lesson without a network once it has been opened."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from w2v_lab import lessons

from .course import Reader

pytestmark = pytest.mark.slow
STEM = "04_skip_gram_and_cbow"


def words_of_answers(page: Page) -> list[str]:
    """What answers the questions of a page, as it would be spelled in a file."""
    names = page.locator("[data-gate]").evaluate_all("all => all.map(el => el.dataset.gate)")
    told = []
    for name in names:
        question = lessons.find(name)
        for choice in question.choices:
            told += question.revealed(choice)["why"].values()
    assert told
    return [spelled for why in told for spelled in (why, json.dumps(why)[1:-1])]


def answer_one(page: Page) -> None:
    gate = page.locator('[data-gate="cbow_share"]').first
    right = lessons.find("cbow_share").answer()
    gate.locator(f'[data-choice="{right}"]').click()
    expect(gate.locator(".right")).to_have_attribute("data-choice", right)
    assert gate.locator(".why").inner_text()


def test_a_lesson_is_one_file_that_opens_from_a_disk(
    reader: Reader, site: str, tmp_path: Path
) -> None:
    path = tmp_path / "lesson.html"
    path.write_bytes(reader.page.context.request.get(f"{site}en/one_file/{STEM}.html").body())
    page = reader.page
    page.goto(path.as_uri())
    reader.read_on()
    here = page.locator("[data-widget]").count()
    assert page.locator(".w2v").count() == here > 3
    text = path.read_text("utf-8")
    for why in words_of_answers(page):
        assert why not in text
    assert not re.search(r'src="(?!data:)|<link[^>]+href="(?!data:)', text)  # asks for nothing
    answer_one(page)
    fetched = {address for address in reader.loaded if not address.startswith(("blob:", "data:"))}
    assert fetched == {path.as_uri()}
    reader.loaded.clear()


def test_a_lesson_once_opened_opens_without_a_network(reader: Reader) -> None:
    page = reader.open(f"en/{STEM}.html")
    expect(page.locator("body[data-kept]")).to_be_attached(timeout=20_000)
    stored = """async () => {
      const store = await caches.open("w2v_lab"), told = [];
      for (const request of await store.keys()) {
        told.push(await (await store.match(request)).text());
      }
      return told;
    }"""
    everything = "\0".join(page.evaluate(stored))
    reader.read_on()
    for why in words_of_answers(page):
        assert why not in everything
    page.context.set_offline(True)
    page.reload()
    reader.read_on()
    answer_one(page)
    expect(page.locator("body[data-kept]")).to_be_attached()  # it has looked, and lacks nothing
    page.context.set_offline(False)
