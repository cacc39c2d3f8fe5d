"""The pages themselves: what stands around a lesson, and the front page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from w2v_lab.messages import catalogue, fill

from .prose import Lesson

NAMES = {"en": "English", "zh": "中文"}
SECOND_DOOR = "<!-- JupyterLite, where it is built -->"


@dataclass(frozen=True)
class Resources:
    """What a page needs of the assets, by their names."""

    code: str
    base: list[str]  # the styles that the page begins with
    styles: dict[str, str]  # of the kinds of widgets that come later
    modules: list[str]  # to be fetched at once, without waiting for one to name the other
    texts: dict[str, str]
    plotly: str
    data: list[str]  # what the first widget begins with
    kept: str  # the file that lists all that the page may ever ask for
    hand_in: str  # the file that says what may stand in what learners hand in


@dataclass(frozen=True)
class Carried:
    """What a page carries that is one file: all its files by name, its styles, how it starts."""

    table: dict[str, str]
    css: str
    start: str


@dataclass(frozen=True)
class Edition:
    """The course in one language; `folder` is the language of its lessons."""

    language: str
    folder: str
    lessons: Mapping[str, Lesson]
    editions: Mapping[str, Mapping[str, Lesson]]  # the lessons of every language
    python: Mapping[str, object]  # where the tab's Python comes from
    beside: Mapping[str, Lesson]  # what is read beside the lessons, in this language

    def say(self, key: str, **values: object) -> str:
        """A text of the catalogue, as HTML."""
        return html.escape(fill(catalogue("site")[key][self.language], values))

    def lesson(self, stem: str, needs: Resources, carried: Carried | None = None) -> str:
        """The page of one lesson; with all that it needs inside where that is `carried`."""
        lesson, stems = self.lessons[stem], list(self.lessons)
        number, title = _numbered(lesson.title)
        at = stems.index(stem)
        doors = [
            self._door("previous", "prev", stems[at - 1]) if at else "<span></span>",
            self._door("next", "next", stems[at + 1]) if at + 1 < len(stems) else "",
        ]
        alone = "" if carried else self._alone(stem)
        main = f"""<p class="kicker">{self.say("lesson", number=number)}</p>
<h1>{html.escape(title)}</h1>
{"".join(lesson.parts)}
<nav class="doors" aria-label="{self.say("next")}">{"".join(doors)}</nav>
{alone}"""
        other = {
            language: f"../{language}/{stem}.html"
            for language, found in self.editions.items()
            if language != self.language and stem in found
        }
        about = _short(lesson.first_words)
        up, other = ("./", {}) if carried else ("../", other)
        return self._page(f"{number} · {title}", about, main, needs, up, stem, other, carried)

    def document(self, stem: str, needs: Resources) -> str:
        """A page beside the lessons."""
        document = self.beside[stem]
        main = f"<h1>{html.escape(document.title)}</h1>{''.join(document.parts)}"
        others = [language for language in self.editions if language != self.language]
        other = {language: f"../{language}/{stem}.html" for language in others}
        about = _short(document.first_words)
        return self._page(document.title, about, main, needs, "../", stem, other)

    def _foot(self) -> str:
        """What a page promises, and what a reader can do with what it remembers."""
        return f"""<footer class="foot"><p>{self.say("promise")}</p>
<form id="hand_in"><label>{self.say("hand_in_name")}
<input name="name" maxlength="100" autocomplete="off"></label>
<button>{self.say("hand_in")}</button> <b role="status"></b>
<span class="soft">{self.say("hand_in_told")}</span></form>
<p><button type="button" id="forget">{self.say("forget")}</button></p></footer>"""

    def _says_of_python(self) -> dict[str, str]:
        texts = catalogue("site").items()
        return {key: text[self.language] for key, text in texts if key.startswith("python")}

    def _alone(self, stem: str) -> str:
        """The way to this lesson as one file."""
        link = f'<a download href="one_file/{stem}.html">{self.say("one_file")}</a>'
        return f'<p class="soft">{link} {self.say("one_file_told")}</p>'

    def plan(self, path: Path, needs: Resources) -> str:
        """The page of a lesson plan: its list, and the steps one after the other."""
        name, text = plan_name(path), path.read_text("utf-8")
        buttons = "".join(
            f'<button type="button" id="{key}">{self.say(f"plan_{key}")}</button>'
            for key in ("back", "on", "all")
        )
        main = f"""<h1 id="title" data-untitled="{self.say("plan")}">{_title(text)}</h1>
<p class="lead">{self.say("plan_what")}</p>
<ol id="steps"></ol>
<p><button type="button" class="main" id="begin">{self.say("plan_begin")}</button></p>
<section id="stage" aria-label="{self.say("plan_stage")}" hidden>
<p class="bar">{buttons}<b id="words" role="status"></b></p>
<iframe id="frame" title="{self.say("plan_stage")}"></iframe></section>
<h2>{self.say("plan_own")}</h2>
<p class="lead"><label for="list">{self.say("plan_how")}</label></p>
<textarea id="list" class="code" rows="12" spellcheck="false">{html.escape(text)}</textarea>
<p><button type="button" class="main" id="copy">{self.say("plan_copy")}</button>
<input id="copied" readonly hidden aria-label="{self.say("plan_copy")}"></p>"""
        # Nothing is painted before it has made the steps: what stands below would have to move.
        script = f"../assets/{needs.code}/web/plan.js"
        head = f'<script type="module" blocking="render" src="{script}"></script>'

        others = [language for language in self.editions if language != self.language]
        other = {
            language: f"../{language}/{name}.html"
            for language in others
            if path.with_name(f"{path.name.split('.')[0]}.{language}.txt").exists()
        }
        about = fill(catalogue("site")["plan_what"][self.language], {})
        return self._page(_title(text), about, main, needs, "../", "", other, head=head)

    def front(self, needs: Resources, up: str, plans: Sequence[Path] = ()) -> str:
        """The front page: what it is, a widget that moves, the map of the lessons, the plans."""
        links = "".join(f"<li>{self._link(stem, up)}</li>" for stem in self.lessons)
        beside = "".join(f"<li>{self._link(stem, up)}</li>" for stem in self.beside)
        players = (part for one in self.lessons.values() for part in one.parts)
        moving = next((part for part in players if 'data-widget="training_player"' in part), "")
        begin = next(iter(self.lessons), "")
        where = f"{up}{self.folder}/{begin}.html"
        start = f'<p><a class="main" href="{where}">{self.say("start")}</a></p>'
        told = "" if self.folder == self.language else f"<p>{self.say('only_english')}</p>"
        film = f"""<h2>{self.say("moves")}</h2><p>{self.say("moves_told")}</p>{moving}"""
        main = f"""<h1>{self.say("course")}</h1>
<p class="lead">{self.say("what")}</p>
{start if begin else ""}
{SECOND_DOOR}
{film if moving else ""}
<h2>{self.say("lessons")}</h2>{told}<ol class="map">{links}</ol>
<h2>{self.say("beside")}</h2><ul>{beside}</ul>
{self._plans(plans, up)}"""
        fronts = {"en": f"{up}index.html", "zh": f"{up}zh/index.html"}
        other = {name: href for name, href in fronts.items() if name != self.language}
        title = fill(catalogue("site")["course"][self.language], {})
        about = fill(catalogue("site")["what"][self.language], {})
        return self._page(title, about, main, needs, up, "", other)

    def _plans(self, plans: Sequence[Path], up: str) -> str:
        """The way to the lesson plans."""
        links = "".join(
            f'<li><a href="{up}{self.language}/{plan_name(path)}.html">'
            f"{_title(path.read_text('utf-8'))}</a></li>"
            for path in plans
        )
        told = f"<h2>{self.say('plan')}</h2><p>{self.say('plan_what')}</p>"
        return f"{told}<ul>{links}</ul>" if links else ""

    def _door(self, key: str, rel: str, stem: str) -> str:
        number, title = _numbered(self.lessons[stem].title)
        return (
            f'<a rel="{rel}" href="{stem}.html"><small>{self.say(key)} · {number}</small>'
            f"{html.escape(title)}</a>"
        )

    def _link(self, stem: str, up: str, more: str = "") -> str:
        if stem in self.beside:
            where, title = f"{up}{self.language}/{stem}.html", self.beside[stem].title
            return f'<a href="{where}"{more}>{html.escape(title)}</a>'
        number, title = _numbered(self.lessons[stem].title)
        where = f"{stem}.html" if up == "./" else f"{up}{self.folder}/{stem}.html"
        return f'<a href="{where}"{more}><small>{number}</small> {html.escape(title)}</a>'

    def _contents(self, current: str, up: str) -> str:
        entries = []
        beside = {} if up == "./" else self.beside  # one file has the lessons alone beside it
        for stem, lesson in {**self.lessons, **beside}.items():
            here = stem == current
            link = self._link(stem, up, ' aria-current="page"' if here else "")
            inner = "".join(
                f'<li><a href="#{html.escape(name)}">{words}</a></li>'
                for name, words in lesson.headings
            )
            entries.append(f"<li>{link}{f'<ul>{inner}</ul>' if here else ''}</li>")
        return "".join(entries)

    def _page(
        self,
        title: str,
        about: str,
        main: str,
        needs: Resources,
        up: str,
        current: str,
        other: Mapping[str, str],
        carried: Carried | None = None,
        head: str = "",
    ) -> str:
        switch = "".join(
            f'<a class="button" lang="{name}" hreflang="{name}" href="{href}">{NAMES[name]}</a>'
            for name, href in other.items()
        )
        assets = f"{up}assets/"
        places = _inside(self._places(needs, assets, carried is not None))
        files = _inside_the_page(carried) if carried else _beside_the_page(needs, assets)
        home = f"{up}index.html" if self.language == "en" else f"{up}{self.language}/index.html"
        home = f"{next(iter(self.lessons))}.html" if carried else home
        course = self.say("course")
        full = html.escape(title) if title == course else f"{html.escape(title)} · {course}"
        return f"""<!doctype html>
<html lang="{"zh-CN" if self.language == "zh" else "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{full}</title>
<meta name="description" content="{html.escape(about)}">
<meta property="og:title" content="{full}">
<meta property="og:description" content="{html.escape(about)}">
<link rel="icon" href="data:,">
<script id="places" type="application/json">{places}</script>
{files}{head}
</head>
<body>
<a class="skip" href="#main">{self.say("skip")}</a>
<header class="masthead"><a class="home" href="{home}">{course}</a>
<span class="grow"></span>
<button type="button" id="wake" hidden></button>
<button type="button" id="theme" aria-pressed="false">{self.say("theme")}</button>{switch}</header>
<div class="columns">
<nav class="contents" aria-label="{self.say("contents")}">
<details><summary>{self.say("contents")}</summary>
<ul>{self._contents(current, up)}</ul></details>
<script>document.currentScript.previousElementSibling.open = innerWidth > 900;</script></nav>
<main id="main" data-lesson="{current}">
<noscript><p class="printed">{self.say("needs_script")}</p></noscript>
{main}
</main></div>
<aside id="python" role="status" aria-label="Python" hidden></aside>
{self._foot()}
</body>
</html>
"""

    def _places(self, needs: Resources, assets: str, carried: bool) -> dict[str, object]:
        """What the page's code is told: where all that it may ask for lies."""
        return {
            "assets": assets,
            "code": f"{needs.code}/",
            "styles": {} if carried else needs.styles,
            "lessons": self.folder,
            "texts": needs.texts,
            "plotly": needs.plotly,
            "kept": needs.kept,
            "hand_in": needs.hand_in,
            "lost": catalogue("site")["lost"],
            "python": None if carried else self.python,
            "says": self._says_of_python(),
        }


def plan_name(path: Path) -> str:
    """What a plan's page is called."""
    return f"plan_{path.name.split('.')[0]}"


def _title(plan: str) -> str:
    """A plan's title, as HTML; plan.js looks for the same line."""
    return html.escape(next(line[2:] for line in plan.splitlines() if line.startswith("# ")))


def _beside_the_page(needs: Resources, assets: str) -> str:
    """Links to what the page begins with; the rest is fetched when it comes near the screen."""
    links = [f'<link rel="stylesheet" href="{assets}{name}">' for name in needs.base]
    links += [f'<link rel="modulepreload" href="{assets}{name}">' for name in needs.modules]
    soon = [*list(needs.texts.values())[:2], *needs.data] if needs.data else []
    links += [f'<link rel="preload" as="fetch" crossorigin href="{assets}{name}">' for name in soon]
    links.append(f'<script type="module" src="{assets}{needs.code}/web/page.js"></script>')
    return "\n".join(links)


def _inside_the_page(carried: Carried) -> str:
    """All files, in the page itself."""
    table = f'<script id="inside" type="application/json">{_inside(carried.table)}</script>'
    return f'<style>{carried.css}</style>\n{table}\n<script type="module">{carried.start}</script>'


def _numbered(title: str) -> tuple[str, str]:
    """A lesson's number and its title."""
    found = re.match(r"(\d+)\W+(.*)", title, re.DOTALL)
    return (found[1], found[2]) if found else ("", title)


def _short(text: str, most: int = 200) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else re.sub(r"[ ，。；][^ ，。；]*$", " …", words[:most])


def _inside(told: object) -> str:
    """JSON that cannot end the script that it stands in."""
    return json.dumps(told).replace("<", "\\u003c")
