"""The page that a phone shows: a form, and a script that asks whether there is news.

It works without the script too; then one loads it anew by hand.
"""

from __future__ import annotations

from html import escape

from ..messages import LANGUAGES, catalogue, fill
from .room import Room

STYLE = """
:root { color-scheme: light dark; --soft: light-dark(#57606a, #a9b3be); --so: light-dark(#006b4e, #6fdcbb); }
body { font: 18px/1.45 system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif; max-width: 36em;
  margin: 0 auto; padding: 16px; overflow-wrap: anywhere; background: light-dark(#fff, #15191e);
  color: light-dark(#1b1f24, #eceff3); }
h1 { font-size: 1.15em; margin: 0 0 .8em; }
ol { list-style: upper-alpha; padding: 0; display: grid; gap: 10px; list-style-position: inside; }
li, button { border: 2px solid light-dark(#7d8793, #7d8896); border-radius: 10px; padding: 10px 12px; }
button { font: inherit; color: inherit; background: none; width: 100%; text-align: left; min-height: 52px;
  display: grid; grid-template-columns: 1.4em 1fr; cursor: pointer; }
button:focus-visible, a:focus-visible { outline: 3px solid #0072b2; outline-offset: 2px; }
form { display: grid; gap: 10px; }
.mine { border: 3px solid #e69f00; font-weight: 650; }
.so { border: 3px solid var(--so); color: var(--so); font-weight: 650; }
.said { min-height: 3em; }
.soft { color: var(--soft); font-size: .85em; }
"""  # noqa: E501
SCRIPT = """
const here = document.body.dataset, gone = document.getElementById("gone");
let silent = 0;
const look = async () => {
  try {
    const heard = await fetch(here.news, { cache: "no-store" });
    const told = await heard.text();
    silent = 0;
    if (heard.ok && told !== here.state) location.replace(here.page);
  } catch {
    silent += 1;
  }
  gone.hidden = silent < 3;
};
setInterval(look, 2000);
look();
"""


def state(room: Room, browser: str) -> str:
    """What this browser's page depends on, in one line."""
    with room.lock:
        return f"{room.round} {'verdict' if room.answer else 'open'} {room.voted(browser)}"


def page(room: Room, browser: str, language: str, nonce: str) -> str:
    """The page in one of the languages; only the script with this nonce may run."""
    with room.lock:
        parts = _verdict(room, browser, language) if room.answer else _form(room, browser, language)
        told = state(room, browser)
    other = next(each for each in LANGUAGES if each != language)
    here, news = f"/{room.word}?language={language}", f"/{room.word}/vote"
    return (
        f'{_head(_say("title", language), language)}<style nonce="{nonce}">{STYLE}</style>'
        f'<body data-state="{escape(told)}" data-news="{news}" data-page="{here}">'
        f"<h1>{escape(room.question.told()[language])}</h1>{parts}"
        f'<p id="gone" role="status" hidden>{_say("gone", language)}</p>'
        f'<p class="soft">{_say("private", language)} '
        f'<a href="/{room.word}?language={other}" lang="{other}">{_say("other", language)}</a></p>'
        f'<script nonce="{nonce}">{SCRIPT}</script></body></html>\n'
    )


def notice(key: str, language: str) -> str:
    """A page that says one thing, such as why nothing is here."""
    return f"{_head(_say('title', language), language)}<body><p>{_say(key, language)}</p></body>"


def _head(title: str, language: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
    )


def _say(key: str, language: str, **values: object) -> str:
    return escape(fill(catalogue("voting")[key][language], values))


def _form(room: Room, browser: str, language: str) -> str:
    mine = room.voted(browser)
    buttons = "".join(
        f'<button name="choice" value="{escape(name)}" aria-pressed="{str(name == mine).lower()}"'
        f"{' class=mine' if name == mine else ''}><b>{'ABCDEF'[at]}</b>"
        f"<span>{escape(room.question.told(name)[language])}</span></button>"
        for at, name in enumerate(room.choices)
    )
    said = "voted" if mine else "again" if room.round > 1 else "choose"
    letter = "ABCDEF"[room.choices.index(mine)] if mine else ""
    return (
        f'<p class="said" role="status">{_say(said, language, letter=letter)}</p>'
        f'<form method="post" action="/{room.word}/vote?language={language}">'
        f'<input type="hidden" name="round" value="{room.round}">{buttons}</form>'
    )


def _verdict(room: Room, browser: str, language: str) -> str:
    """The right choice, and what speaks for or against the browser's own."""
    mine, question = room.voted(browser), room.question
    items = "".join(
        f'<li class="{"so" if name == room.answer else "mine" if name == mine else ""}">'
        f"{escape(question.told(name)[language])}{_mark(name, mine, room.answer, language)}</li>"
        for name in room.choices
    )
    told = dict.fromkeys([mine or room.answer, room.answer])
    why = "".join(f"<p>{escape(question.why(name)[language])}</p>" for name in told)
    return f"<ol>{items}</ol>{why}"


def _mark(name: str, mine: str, answer: str, language: str) -> str:
    sign = " ✓" if name == answer else ""
    return f'{sign} <span class="soft">{_say("yours", language)}</span>' if name == mine else sign
