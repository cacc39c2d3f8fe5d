"""Build the web edition: every lesson as a page whose widgets live without Python.

Usage: python -m web.build [--out _site] [--pyodide FOLDER] [NN ...]   (lessons; else all)

A page is named after its notebook; all else lies in `assets`, named by the hash of what it holds.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbclient import NotebookClient

from w2v_lab import messages
from w2v_lab.hand_ins.writing import known
from w2v_lab.messages import catalogue, fill
from w2v_lab.widgets.kit.assets import shipped

from . import documents, pages, pictures, prose, pyodide
from .bundle import Bundle, bundled
from .recorder import all_that_follows, packed, unpacked, write

ROOT = Path(__file__).resolve().parent.parent
PAGE, PLAN, WORKER = "web/page.js", "web/plan.js", "web/python_worker.js"
LINK = "kit/link.js"  # asked for where an address has a state
STYLES = ["web/page.css", "kit/kit.css"]  # of every page
PLANS = ROOT / "docs/plans"  # NAME.LANGUAGE.txt, a step a line
AT_ONCE = 2  # notebooks that run side by side
MOST_SECONDS = 600  # for the start of a kernel, and for each cell: a busy machine takes its time


def notebooks(language: str) -> list[Path]:
    """The lessons that there are in a language."""
    folder = ROOT / "notebooks"
    return sorted((folder if language == "en" else folder / language).glob("[0-9][0-9]_*.ipynb"))


class Run(NamedTuple):
    """A notebook's cells as they were run, and the widgets that they showed, by model id."""

    cells: list[Any]
    shown: Mapping[str, Mapping[str, str]]


def run(path: Path, data: Path) -> Run:
    """Run a lesson once, as it stands; its widgets are recorded into `data`."""
    book = nbformat.read(path, as_version=4)
    cells = [*book.cells]
    return Run(cells, execute(book, path.parent, data))


def execute(
    book: nbformat.NotebookNode, folder: Path, data: Path, afterwards: Sequence[Any] = ()
) -> dict[str, dict[str, str]]:
    """Run a notebook's cells in a kernel of their own, in a folder, and record their widgets.

    Other cells may be run in the same kernel afterwards. Returns the widgets by model id.
    """
    with tempfile.TemporaryDirectory() as scratch:
        listing = Path(scratch) / "shown.json"
        call = f"record_shown({str(data)!r}, {str(listing)!r})"
        record = nbformat.v4.new_code_cell(f"from web.recorder import record_shown\n{call}")
        everything = nbformat.v4.new_notebook(cells=[*book.cells, record, *afterwards])
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "W2V_MEMORY": "off"}
        place = {"metadata": {"path": str(folder)}}
        client = NotebookClient(
            everything,
            kernel_name="python3",
            resources=place,
            timeout=MOST_SECONDS,
            startup_timeout=MOST_SECONDS,
        )
        client.execute(env=environment)
        told: dict[str, dict[str, str]] = json.loads(listing.read_text(encoding="utf-8"))
    return told


def lesson_of(stem: str, run: Run, data: Path) -> prose.Lesson:
    """A lesson as it is read, once it has been run; its charts are written into `data`."""
    return prose.read(
        stem, run.cells, run.shown, lambda chart: write(data, prose.chart(chart), ".json")
    )


def _module(kind: str) -> str:
    return f"{kind}/{kind}.js"


def _style(kind: str) -> str:
    return f"{kind}/{kind}.css"


class Assets:
    """The files that pages share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)

    @cache  # noqa: B019
    def texts(self, name: str, language: str) -> str:
        """The file of a class's texts in one language."""
        own = {key: {language: text[language]} for key, text in shipped(name)["texts"].items()}
        told = json.dumps(own, ensure_ascii=False, separators=(",", ":"))
        return write(self.folder, told.encode(), ".json")

    @cache  # noqa: B019
    def carried(self, name: str) -> str:
        """A file as a page carries it: compressed, as text."""
        data = (self.folder / name).read_bytes()
        return base64.b64encode(data if name.endswith(".z") else packed(data)).decode()

    def code(self, kinds: Iterable[str]) -> Bundle:
        """The modules and styles of the pages and of these classes."""
        sources = {
            f"web/{path.name}": path.read_text("utf-8")
            for ending in ("js", "css")
            for path in (ROOT / "web").glob(f"*.{ending}")
        }
        entries = {PAGE, PLAN, WORKER, LINK, *STYLES}
        for name in ["kit", *kinds]:
            of = shipped(name)
            sources |= {**of["modules"], _style(name): of["styles"]}
            entries |= {_style(name), _module(name)} if name != "kit" else set()
        return bundled(sources, entries, self.folder)

    @cache  # noqa: B019
    def plotly(self) -> str:
        """The file of plotly, from its own package."""
        import plotly

        found = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
        return write(self.folder, found.read_bytes(), ".js")


def build(
    out: Path,
    only: list[str],
    run: Callable[[Path, Path], Run] = run,
    python: Path | None = None,
    share: Callable[[Path, Mapping[str, str]], int] = lambda site, shown: 0,
) -> dict[str, Any]:
    """Write the site; say how long it took, and how large it is.

    `run` runs a lesson and records its widgets into a folder, or has done so before;
    `python` is a folder with Pyodide for the site to carry; `share` draws pictures of pages.
    """
    began = time.monotonic()
    shutil.rmtree(out, ignore_errors=True)
    assets = Assets(out / "assets")
    paths = {
        language: [path for path in notebooks(language) if not only or path.name[:2] in only]
        for language in messages.LANGUAGES
    }
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = {
            language: {path.stem: pool.submit(run, path, assets.folder) for path in found}
            for language, found in paths.items()
        }
        lessons = {
            language: {
                stem: lesson_of(stem, future.result(), assets.folder)
                for stem, future in found.items()
            }
            for language, found in told.items()
        }
    write_pages(out, assets, lessons, python)
    shutil.copy(ROOT / "web/sw.js", out)
    drawn = share(out, pictured(lessons))
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return {
        "lessons": sum(map(len, lessons.values())),
        "widgets": sum(len(one.widgets) for found in lessons.values() for one in found.values()),
        "pictures": drawn,
        "seconds": round(time.monotonic() - began, 1),
        "MB": round(size / 1e6, 1),
    }


def pictured(lessons: Mapping[str, Mapping[str, prose.Lesson]]) -> dict[str, str]:
    """The pages that have a widget to be drawn, and what is said of its picture."""
    return {
        f"{language}/{stem}": fill(catalogue("site")["picture"][language], {"title": lesson.title})
        for language, found in lessons.items()
        for stem, lesson in found.items()
        if lesson.widgets
    }


def write_pages(
    out: Path,
    assets: Assets,
    lessons: Mapping[str, Mapping[str, prose.Lesson]],
    python: Path | None = None,
) -> None:
    """Write a page for each lesson, and the front page in each language."""
    kinds = {kind for found in lessons.values() for one in found.values() for kind in one.widgets}
    code = assets.code(sorted(kinds))
    lab = write(assets.folder, pyodide.package(), ".zip")
    worker = pyodide.source(python, out, lab, f"{code.folder}/{WORKER}")
    for language in lessons:
        folder = language if lessons[language] else "en"
        found = lessons[folder]
        beside = documents.beside(language, folder, found.keys())
        edition = pages.Edition(language, folder, found, lessons, worker, beside)
        for stem in beside:
            page = edition.document(stem, resources(assets, code, language))
            _put(out / language / f"{stem}.html", page)
        for stem, lesson in lessons[language].items():
            needs = resources(assets, code, language, lesson)
            _put(out / language / f"{stem}.html", edition.lesson(stem, needs))
            alone = edition.lesson(stem, needs, carried(assets, code, needs))
            _put(out / language / "one_file" / f"{stem}.html", alone)
        plans = sorted(PLANS.glob(f"*.{language}.txt"))
        for plan in plans:
            page = edition.plan(plan, resources(assets, code, language))
            _put(out / language / f"{pages.plan_name(plan)}.html", page)
        front, up = (out, "") if language == "en" else (out / language, "../")
        moving = only_this("training_player", found.values())
        page = edition.front(resources(assets, code, language, moving), up, plans)
        _put(front / "index.html", page)


def only_this(kind: str, lessons: Iterable[prose.Lesson]) -> prose.Lesson | None:
    """The first lesson with a widget of this kind, as if it had that one and nothing else."""
    for one in lessons:
        if kind in one.widgets:
            first = one.firsts[one.widgets.index(kind)]
            return replace(one, widgets=[kind], firsts=[first], charts=[])
    return None


def resources(
    assets: Assets, code: Bundle, language: str, lesson: prose.Lesson | None = None
) -> pages.Resources:
    """What one page needs of the assets."""
    kinds = list(dict.fromkeys(lesson.widgets)) if lesson else []
    first, later = kinds[:1], kinds[1:]
    texts = {name: assets.texts(name, language) for name in ["kit", *kinds]}
    styles = {kind: f"{code.folder}/{_style(kind)}" for kind in later}
    plotly = assets.plotly() if lesson and lesson.charts else ""
    hand_in = write(assets.folder, json.dumps(known()).encode(), ".json")
    kept = {*texts.values(), *([plotly] if plotly else []), hand_in}
    kept |= {*code.needed(PAGE, LINK, *STYLES, *map(_module, kinds), *map(_style, kinds))}
    if lesson:
        kept |= {*lesson.charts}
        kept |= {name for one in lesson.firsts for name in all_that_follows(assets.folder, one)}
    return pages.Resources(
        code=code.folder,
        base=code.needed(*STYLES, *map(_style, first)),
        styles=styles,
        modules=code.needed(PAGE, *map(_module, first)),
        texts=texts,
        plotly=plotly,
        data=begins(assets.folder, lesson.firsts[0]) if kinds and lesson else [],
        kept=write(assets.folder, json.dumps(sorted(kept)).encode(), ".json"),
        hand_in=hand_in,
    )


def begins(folder: Path, first: str) -> list[str]:
    """The file of a moment and that of its numbers: neither waits until the other has come."""
    moment = json.loads(unpacked((folder / first).read_bytes()))
    return [first, *([moment["numbers"]] if "numbers" in moment else [])]


def carried(assets: Assets, code: Bundle, needs: pages.Resources) -> pages.Carried:
    """All that a page needs, to be put into it: styles as they are, all else compressed."""
    table = {
        name.replace(f"{code.folder}/", "code/"): assets.carried(name)
        for name in json.loads((assets.folder / needs.kept).read_bytes())
        if not name.endswith(".css")
    }
    loader = shipped("kit")["modules"]["kit/loader.js"]  # it puts the others together
    table["code/kit/loader.js"] = base64.b64encode(packed(loader.encode())).decode()
    styles = [*needs.base, *needs.styles.values()]
    css = "\n".join((assets.folder / name).read_text("utf-8") for name in styles)
    return pages.Carried(table, css, (ROOT / "web/one_file.js").read_text("utf-8"))


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*", help="numbers of lessons, 00 01 …")
    parser.add_argument("--out", type=Path, default=ROOT / "_site")
    parser.add_argument(
        "--pyodide", type=Path, help="a folder with Pyodide and numpy, to be carried"
    )
    asked = parser.parse_args()
    print(json.dumps(build(asked.out, asked.lessons, python=asked.pyodide, share=pictures.share)))
