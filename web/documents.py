"""What stands beside the lessons: the guide for teachers, and the library's public names.

The guide is what docs/ has; the names are the library's own, asked of it, with nothing listed here.
"""

from __future__ import annotations

import html
import inspect
import posixpath
import re
import tomllib
from collections.abc import Callable, Iterator, Set
from functools import cached_property
from pathlib import Path
from typing import Any

import w2v_lab as w2v
from w2v_lab.messages import catalogue, fill

from . import prose

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SOURCE = f"{PROJECT['urls']['Repository']}/blob/HEAD"
NOTEBOOK = re.compile(r"\.\./notebooks/(?:zh/)?(\d\d_\w+)\.ipynb$")
SWITCH = re.compile(r"^\[\S+\]\(teachers\S*\.md\)\n", re.MULTILINE)  # a page has its own


def beside(language: str, folder: str, stems: Set[str]) -> dict[str, prose.Lesson]:
    """The pages beside the lessons of these stems, which are in the language of `folder`."""
    return {"teachers": guide(language, folder, stems), "library": library(language)}


# The guide for teachers


def guide(language: str, folder: str, stems: Set[str]) -> prose.Lesson:
    name = "teachers.md" if language == "en" else f"teachers.{language}.md"
    text = SWITCH.sub("", (ROOT / "docs" / name).read_text("utf-8"))
    cell = {"cell_type": "markdown", "id": "guide", "source": text}
    return prose.read("teachers", [cell], {}, lambda chart: "", leading(folder, stems))


def leading(folder: str, stems: Set[str]) -> Callable[[str], str]:
    """Where a link of docs/ leads from a page: to a page of the site, else into the repository."""

    def leads(url: str) -> str:
        lesson = NOTEBOOK.match(url)
        if lesson and lesson[1] in stems:
            return f"../{folder}/{lesson[1]}.html"
        if re.match(r"#|\w+:", url):
            return url
        return f"{SOURCE}/{posixpath.normpath(f'docs/{url}')}"

    return leads


# The library's names


def library(language: str) -> prose.Lesson:
    """Every public name: its signature, what its docstring says first, the line of its source."""

    def say(key: str) -> str:
        return fill(catalogue("site")[key][language], {})

    about = say("library_told")
    page = prose.Lesson("library", title=say("library"), first_words=about.replace("`", ""))
    page.parts.append(f'<p class="lead">{_told(about)}</p>')
    found = {"w2v": [*w2v.__all__]} | {f"w2v.{name}": [] for name in dir(w2v) if _is_module(name)}
    for place in found:
        holder = getattr(w2v, place[4:]) if place != "w2v" else w2v
        entries = [_entry(place, name, getattr(holder, name), holder) for name in public(holder)]
        page.headings.append((place, place))
        head = f'<h2 id="{place}">{place}</h2><div lang="en"><p>{_words(holder)}</p>'
        page.parts.append(f'<div class="prose names">{head}<dl>{"".join(entries)}</dl></div></div>')
    return page


def _is_module(name: str) -> bool:
    return inspect.ismodule(getattr(w2v, name))


def public(holder: Any) -> list[str]:
    """The public names of a module: those that it says, else what is defined in it."""
    own = (name for name, of in vars(holder).items() if _is_own(of, holder.__name__))
    return list(getattr(holder, "__all__", None) or (n for n in own if not n.startswith("_")))


def _is_own(of: object, module: str) -> bool:
    return callable(of) and getattr(of, "__module__", None) == module


def _entry(place: str, name: str, of: Any, holder: Any) -> str:
    full = f"{place}.{name}"
    documented = callable(of)
    parts = [f"<dd>{_words(of)}</dd>"] if documented and of.__doc__ else []
    if inspect.isclass(of):
        methods = "".join(_member(each, member) for each, member in _members(of))
        parts.append(f"<dd><dl>{methods}</dl></dd>" if methods else "")
    shown = f"<code><b>{full}</b>{_signature(of) if documented else ''}</code>"
    return f'<dt id="{full}">{shown} {_source(of, holder)}</dt>{"".join(parts)}'


def _member(name: str, of: Any) -> str:
    return f"<dt><code>.{name}{_signature(of, bound=False)}</code></dt><dd>{_words(of)}</dd>"


def _members(cls: type) -> Iterator[tuple[str, Any]]:
    """What a class adds by name, methods and properties."""
    kinds = (property, cached_property, classmethod, staticmethod)
    for name, of in vars(cls).items():
        if not name.startswith("_") and (inspect.isfunction(of) or isinstance(of, kinds)):
            yield name, of if isinstance(of, (property, cached_property)) else getattr(cls, name)


class _Bare(str):
    """What stands in a signature as the source has it, without quotation marks around."""

    __repr__ = str.__str__


def _signature(of: Any, bound: bool = True) -> str:
    """As it is called: without `self`, and a class without what its call returns."""
    if not callable(of):
        return ""
    told = inspect.signature(of)
    listed = told.parameters.values()
    parameters = [
        each.replace(annotation=_bare(each.annotation), default=_named(each.default))
        for each in listed
    ]
    if not bound and parameters and parameters[0].name == "self":
        del parameters[0]
    back = inspect.Signature.empty if inspect.isclass(of) else _bare(told.return_annotation)
    return html.escape(str(inspect.Signature(parameters, return_annotation=back)))


def _bare(annotation: Any) -> Any:
    text = getattr(annotation, "__forward_arg__", annotation)
    return _Bare(text) if isinstance(text, str) else annotation


def _named(default: Any) -> Any:
    """A default that is a function, by its name: not by where it lies in memory."""
    return _Bare(default.__name__) if inspect.isroutine(default) else default


def _source(of: Any, holder: Any) -> str:
    """A link to the line of the source that it begins in, of a value to its module."""
    known = inspect.isclass(of) or inspect.isfunction(of)
    path = Path(inspect.getsourcefile(of if known else holder) or "").relative_to(ROOT)
    line = inspect.getsourcelines(of)[1] if known else 0
    mark, shown = (f"#L{line}", f"{path.name}:{line}") if line else ("", path.name)
    return f'<a href="{html.escape(f"{SOURCE}/{path.as_posix()}{mark}")}">{shown}</a>'


def _words(of: Any) -> str:
    """The first paragraph of a docstring, as HTML."""
    return _told(" ".join((inspect.getdoc(of) or "").split("\n\n")[0].split()))


def _told(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
