"""The class page: every prediction, misconceptions by name, exercises; HTML without a script."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from .. import lessons
from ..messages import get_language, message
from .records import text_of

if TYPE_CHECKING:
    from .tables import HandIns, Row

STYLE = """
.w2v-class { font: 14px/1.4 system-ui, sans-serif; max-width: 1360px; }
.w2v-class table { border-collapse: collapse; font-size: 14px; margin: 0 0 16px; }
.w2v-class th, .w2v-class td { padding: 2px 5px; text-align: center; border: 0; background: none; }
.w2v-class th { font-weight: 600; white-space: nowrap; }
.w2v-class .say { text-align: left; white-space: normal; max-width: 44em; }
.w2v-class tr { border-bottom: 1px solid rgb(128 128 128 / 30%); background: none; }
.w2v-class .wrong { background: rgb(204 121 167 / 25%); font-weight: 700; }
.w2v-class .bar { display: inline-block; height: 12px; vertical-align: middle; margin-right: 6px;
  box-sizing: border-box; border: 1.5px solid currentColor; min-width: 2px; }
.w2v-class .after { background: #5b6470; }
.w2v-class .so { background: #009e73; }
.w2v-class .miss { background: #cc79a7; }
.w2v-class .top { display: flex; flex-wrap: wrap; gap: 0 32px; }
.w2v-class .grid { font-size: 13px; }
.w2v-class .grid th, .w2v-class .grid td { padding: 2px 1px; min-width: 14px; }
.w2v-class .grid .say { white-space: nowrap; font-weight: 400; }
.w2v-class .names .say { max-width: 20em; }
.w2v-class .names .count { white-space: nowrap; text-align: left; }
.w2v-class summary { cursor: pointer; padding: 3px 0; }
"""
WIDEST = 120  # pixels of a bar
MOST = 14  # misconceptions that stand beside the predictions; the rest is folded
SHORT = 40  # letters of a question that stand beside its row


def page(class_: HandIns) -> str:
    """The page as a notebook shows it."""
    said = message("hand_ins.summary", files=len(class_), skipped=len(class_.skipped))
    parts = [f"<style>{STYLE}</style>", f"<h2>{_say('title')}</h2><p>{escape(said)}</p>"]
    if class_.asked:
        parts += [f'<div class="top">{_grid(class_)}{_misconceptions(class_)}</div>']
        parts.append(_questions(class_))
    if class_.exercises:
        parts.append(_exercises(class_.exercises))
    unknown = sum(learner.unknown for learner in class_.learners)
    if unknown:
        parts.append(f"<p>{escape(message('hand_ins.unknown', count=unknown))}</p>")
    if class_.skipped:
        lines = "".join(
            f"<li>{escape(one.file)}: {escape(one.reason)}</li>" for one in class_.skipped
        )
        parts.append(f"<h3>{_say('skipped')}</h3><ul>{lines}</ul>")
    return f'<div class="w2v-class">{"".join(parts)}</div>'


def document(class_: HandIns) -> str:
    """The page as a file of its own, which may load and run nothing."""
    language = {"en": "en", "zh": "zh-CN"}[get_language()]
    rule = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{rule}">'
        f'<meta name="color-scheme" content="light dark"><title>{_say("title")}</title>'
        f"<body>{page(class_)}</body></html>\n"
    )


def _say(key: str) -> str:
    return escape(message(f"hand_ins.{key}"))


def _grid(class_: HandIns) -> str:
    """A row a question, a column a learner: a dot for right, the letter of a wrong choice."""
    heads = "".join(f"<th>{place:02}</th>" for place in range(1, len(class_) + 1))
    rows = ""
    for name in class_.asked:
        question = lessons.find(name)
        first = [
            next((one.choices[0] for one in learner.predictions if one.question == name), None)
            for learner in class_.learners
        ]
        cells = "".join(_mark(chosen, question.choices, question.answer()) for chosen in first)
        right, asked = first.count(question.answer()), len(first) - first.count(None)
        rows += (
            f'<tr><th class="say">{question.lesson[1:]} {_short(name)}</th>{cells}'
            f"<td>{right}/{asked}</td></tr>"
        )
    return (
        f"<div><h3>{_say('predictions')}</h3><p>{_say('key')}</p>"
        f'<table class="grid"><tr><th></th>{heads}<th>{_say("right")}</th></tr>{rows}</table></div>'
    )


def _short(name: str) -> str:
    text = text_of(name)
    return escape(text if len(text) <= SHORT else text[: SHORT - 1] + "…")


def _mark(chosen: str | None, choices: tuple[str, ...], answer: str) -> str:
    if chosen is None:
        return "<td>·</td>"
    if chosen == answer:
        return "<td>●</td>"
    return f'<td class="wrong">{"abcdef"[choices.index(chosen)]}</td>'


def _bar(count: int, of: int, kind: str) -> str:
    width = round(WIDEST * count / max(1, of))
    return f'<span class="bar {kind}" style="width:{width}px"></span>{count}'


def _misconceptions(class_: HandIns) -> str:
    rows = [
        f'<tr><td>{row["lesson"]}</td><td class="say">{escape(row["misconception"])}</td>'
        f'<td class="count">{_bar(row["count"], row["asked"], "miss")}/{row["asked"]}</td></tr>'
        for row in class_.misconceptions
    ]
    shown, more = ("".join(part) for part in (rows[:MOST], rows[MOST:]))
    table = f'<table class="names">{shown}</table>'
    if more:
        table += f"<details><summary>{_say('more')}</summary>"
        table += f'<table class="names">{more}</table></details>'
    return f"<div><h3>{_say('misconceptions')}</h3>{table}</div>"


def _questions(class_: HandIns) -> str:
    """Each question to be opened: its choices before and after it was asked again, the reasons."""
    reasons = class_.reasons
    parts = ""
    for name in class_.asked:
        lines = class_.distribution(name)
        all_ = sum(line["before"] for line in lines)
        rows = "".join(
            _choice(letter, line, all_) for letter, line in zip("abcdef", lines, strict=False)
        )
        why = [escape(row["reason"]) for row in reasons if row["question"] == name]
        told = f"<p>{_say('why')}</p><ul><li>{'</li><li>'.join(why)}</li></ul>" if why else ""
        parts += (
            f"<details><summary>{lessons.find(name).lesson[1:]} {escape(text_of(name))}</summary>"
            f"<table><tr><th></th><th></th><th>{_say('before')}</th><th>{_say('after')}</th></tr>"
            f"{rows}</table>{told}</details>"
        )
    return f"<h3>{_say('questions')}</h3>{parts}"


def _choice(letter: str, line: Row, of: int) -> str:
    mark, kind = ("●", "so") if line["right"] else ("", "after")
    return (
        f'<tr><th>{letter}{mark}</th><td class="say">{escape(line["text"])}</td>'
        f'<td class="say">{_bar(line["before"], of, "")}</td>'
        f'<td class="say">{_bar(line["after"], of, kind)}</td></tr>'
    )


def _exercises(rows: list[Row]) -> str:
    counts = ("first", "second", "third", "later", "open")
    heads = "".join(f"<th>{_say(key)}</th>" for key in counts)
    body = ""
    for row in rows:
        slip = f"{escape(row['slip'])} ({row['slips']}×)" if row["slip"] else ""
        numbers = "".join(f"<td>{row[key] or '·'}</td>" for key in counts)
        body += (
            f'<tr><th class="say">{row["lesson"]} {escape(row["exercise"])}</th>{numbers}'
            f'<td class="say">{slip}</td></tr>'
        )
    return (
        f"<h3>{_say('exercises')}</h3><p>{_say('attempts')}</p>"
        f'<table><tr><th></th>{heads}<th class="say">{_say("slip")}</th></tr>{body}</table>'
    )
