"""What the repository promises beside its code: one set of versions, clean notebooks, texts."""

import copy
import json
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

import badges
import check_notebooks
import minutes
import nbformat
import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement

import w2v_lab as w2v
from w2v_lab.messages import catalogue, text_files

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("[0-9]*.ipynb"))
CATALOGUES = sorted((ROOT / "w2v_lab").rglob("*.toml"))
NOT_OURS = {".git", ".venv", "__pycache__", "build", "dist"} | {
    f".{name}" for name in ("pytest_cache", "ruff_cache", "mypy_cache", "ipynb_checkpoints")
}


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def files() -> list[Path]:
    """What git holds or would take; without git (an unpacked archive), whatever lies here."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        out = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode()
        found = [ROOT / name for name in out.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [p for p in ROOT.rglob("*") if not NOT_OURS.intersection(p.relative_to(ROOT).parts)]
    return [path for path in found if path.is_file()]


def project() -> dict:
    return tomllib.loads(text("pyproject.toml"))["project"]


PINS = ("requirements.txt", "requirements-dev.txt")  # a learner's, and all


def pins(python: str, path: str = PINS[1]) -> dict[str, str]:
    """Package and version that a file of pins gives to this Python on Linux."""
    here = default_environment() | {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": "linux",
        "platform_system": "Linux",
    }
    lines = [line for line in text(path).splitlines() if re.match(r"\w", line)]
    wanted = [Requirement(line) for line in lines]
    return {
        r.name: str(r.specifier).removeprefix("==")
        for r in wanted
        if r.marker is None or r.marker.evaluate(here)
    }


def asked(*extras: str) -> list[Requirement]:
    """What the package, these extras and the building of it ask for."""
    groups = project()["dependencies"], *(project()["optional-dependencies"][e] for e in extras)
    building = tomllib.loads(text("pyproject.toml"))["dependency-groups"]["build"]
    wanted = [Requirement(r) for r in chain(building, *groups)]
    return [r for r in wanted if r.name != project()["name"]]


# Versions


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("path, extras", [(PINS[0], ["lab"]), (PINS[1], None)])
def test_the_pins_are_those_that_pyproject_asks_for(python, path, extras):
    """`make pins` was run after the last change of a dependency."""
    pinned = pins(python, path)
    every = project()["optional-dependencies"].keys() - {"spark"}  # by hand, for `make extras`
    wanted = asked(*(extras or every))
    assert [str(r) for r in wanted if not r.specifier.contains(pinned.get(r.name, "0"))] == []


@pytest.mark.parametrize("python", PYTHONS)
def test_learners_run_the_versions_that_are_tested(python):
    learner, every = (pins(python, path) for path in PINS)
    assert learner.items() < every.items()


def test_a_learner_downloads_nothing_that_only_others_need():
    extras = project()["optional-dependencies"]
    others = {r.name for r in asked(*extras)} - {r.name for r in asked("lab")}
    # JupyterLab itself brings these
    brought = {"mistune", "nbclient", "nbformat", "packaging", "pygments", "pyyaml"}
    assert len(others) > 15
    assert others & pins(PYTHONS[0], PINS[0]).keys() <= brought


@pytest.mark.parametrize("path", PINS)
def test_the_pins_are_exact_and_name_no_address(path):
    requirements = text(path)
    lines = [
        line for line in requirements.splitlines() if line and not line.lstrip().startswith("#")
    ]
    assert len(lines) > 50
    assert [line for line in lines if not re.match(r"[\w.-]+==[\w.]+( ; .+)?$", line)] == []
    assert "://" not in requirements
    assert "make pins" in requirements.splitlines()[1]


def test_no_pin_takes_the_place_of_the_systems_graphviz():
    """The set-up adds this one, and only where a machine has no dot of its own."""
    assert not any("graphviz-pure" in pins(python) for python in PYTHONS)


def conda() -> tuple[str, dict[str, str]]:
    """The Python of environment.yml and what its pip section pins."""
    lines = [line.strip() for line in text("environment.yml").splitlines()]
    python = next(line.removeprefix("- python=") for line in lines if "- python=" in line)
    listed = [line.removeprefix("- ").split("==") for line in lines if "==" in line]
    return python, {name: version for name, version in listed}


def test_conda_installs_the_versions_of_the_requirements():
    python, versions = conda()
    assert python in PYTHONS
    assert versions.items() <= pins(python, PINS[0]).items()


def test_conda_installs_all_that_the_lab_needs_and_no_more():
    extras = project()["optional-dependencies"]
    needed = project()["dependencies"] + extras["lab"]
    assert conda()[1].keys() == {Requirement(r).name for r in needed}


# The set-up


@pytest.mark.parametrize("user, allowed", [(0, True), (1000, False)])
def test_the_lab_starts_for_root_too(user, allowed, tmp_path, monkeypatch):
    """Who works in a container is root, whom JupyterLab refuses by itself."""
    (tmp_path / "id").write_text(f"#!/bin/sh\necho {user}\n")
    (tmp_path / "id").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    told = subprocess.run(["make", "-n", "lab"], cwd=ROOT, capture_output=True, check=True)
    assert (b"--allow-root" in told.stdout) == allowed


def test_what_kernels_import_stays_compiled(tmp_path, monkeypatch):
    """Where Python is told to keep nothing, each kernel would compile all that it imports."""
    ask = "import sys; print(sys.dont_write_bytecode)"
    (tmp_path / "Makefile").write_text(f"include {ROOT}/Makefile\ntold: ; @python3 -c '{ask}'\n")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    told = subprocess.run(
        ["make", "-s", "--no-print-directory", "told"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert told.stdout == b"False\n"


def test_what_jupyterlab_does_by_default_is_json_and_saves_widgets():
    """`make lab` and Binder copy the same files to where JupyterLab looks for them."""
    folder = ROOT / "scripts" / "labconfig"
    settings = json.loads((folder / "default_setting_overrides.json").read_text())
    assert settings["@jupyter-widgets/jupyterlab-manager:plugin"] == {"saveState": True}
    page = json.loads((folder / "page_config.json").read_text())
    assert page["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"]
    for script in ("scripts/setup.sh", "binder/postBuild"):
        assert "cp scripts/labconfig/*.json" in text(script)
        assert "python -m w2v_lab.engine" in text(script), "or the first training waits"


@pytest.mark.parametrize(
    "goal, changed, setup", [("lab", PINS[0], "lab"), ("quick", PINS[1], "all")]
)
def test_the_lab_is_set_up_with_a_learners_packages_and_tests_with_all(goal, changed, setup):
    told = subprocess.run(
        ["make", "-n", "-W", changed, goal], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert re.findall(r"setup\.sh (\w+)", told.stdout) == [setup]


def test_a_set_up_of_nothing_known_is_refused():
    bad = subprocess.run(["bash", "scripts/setup.sh", "none"], cwd=ROOT, capture_output=True)
    assert bad.returncode == 2 and b"lab | all" in bad.stderr


# Tiers


def collected(*arguments: str, path: str | None = None) -> subprocess.CompletedProcess:
    """What pytest would run with these arguments."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *arguments]
    environment = os.environ | ({} if path is None else {"PATH": path})
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)


SMALL = [
    *("tests/browser/test_harness.py", "tests/browser/test_stage.py", "tests/test_lesson_09.py"),
    *("tests/test_planted_bugs.py", "tests/test_trees.py"),
]


def test_a_quick_run_starts_no_jupyterlab_runs_no_notebook_and_plants_no_bug():
    quick, every = collected("-m", "not slow", *SMALL).stdout, collected(*SMALL).stdout
    assert "tests/test_trees.py::" in quick
    for left_out in ("test_planted_bugs", "test_stage", "::test_the_training_says_how_far"):
        assert left_out not in quick and left_out in every
    assert quick.count("test_harness") < every.count("test_harness")
    assert 0 < quick.count("test_lesson_09") < every.count("test_lesson_09")


def test_extras_are_run_by_name_alone():
    only = ["--ignore-glob=tests/test_*", "--ignore=tests/browser", "tests"]
    assert "tests/extras" not in collected(*only).stdout
    assert "tests/extras" not in collected("-m", "not slow", *only).stdout
    assert "tests/extras" in collected("-m", "extras", *only).stdout


def test_a_missing_dot_is_one_clear_word(tmp_path):
    found = collected("tests/test_trees.py", path=str(tmp_path))
    assert found.returncode == pytest.ExitCode.USAGE_ERROR
    assert "Graphviz" in found.stderr and "::" not in found.stdout
    assert len(found.stderr.splitlines()) < 5


# Binder


def test_binder_builds_the_environment_of_the_repository():
    link = ROOT / "binder" / "environment.yml"
    assert link.is_symlink()
    assert os.readlink(link) == "../environment.yml"


def test_a_failing_post_build_fails_the_build():
    script = ROOT / "binder" / "postBuild"
    assert os.access(script, os.X_OK)
    assert script.read_text().startswith("#!/bin/bash\n")
    assert "\nset -e\n" in script.read_text()


def test_binder_has_graphviz_and_chinese_letters():
    packages = text("binder/apt.txt").split()
    assert "graphviz" in packages
    assert {"fonts-wqy-microhei", "fonts-noto-cjk"}.intersection(packages)


@pytest.mark.parametrize(("name", "folder"), badges.READMES.items())
def test_the_table_of_lessons_in_the_readme_is_up_to_date(name, folder):
    """Otherwise: make badges."""
    readme = text(name)
    assert badges.with_table(readme, badges.table(folder=folder)) == readme


@pytest.mark.parametrize("more, seconds", [("word " * 75, 60), ("", 0)])
def test_75_words_more_are_a_minute_more(more, seconds, tmp_path):
    notebook = copy.deepcopy(CLEAN)
    (tmp_path / "00_a.ipynb").write_text(json.dumps(notebook))
    notebook["cells"][0]["source"].append(f"\n{more}")
    (tmp_path / "01_b.ipynb").write_text(json.dumps(notebook))
    a, b = (minutes.minutes(path) for path in sorted(tmp_path.glob("*.ipynb")))
    assert b - a == pytest.approx(seconds / 60)


@pytest.mark.parametrize(
    "source, worth",
    [
        ("w2v.widgets.Predict('one')", 1 + 1.5),
        ("RowSelector(model, predict=['one', 'two'])", 1 + 3),
        ("def mine(): ...\nw2v.exercises.softmax(mine)", 1 + 5),
    ],
)
def test_cells_questions_and_exercises_take_their_time(source, worth, tmp_path):
    notebook = copy.deepcopy(CLEAN)
    path = tmp_path / "00_a.ipynb"
    path.write_text(json.dumps(notebook))
    before = minutes.minutes(path)
    notebook["cells"].append({"cell_type": "code", "source": source})
    path.write_text(json.dumps(notebook))
    assert minutes.minutes(path) - before == pytest.approx(worth)
    # what stands under Further, and before the last cell, is beyond the core
    notebook["cells"].insert(2, {"cell_type": "markdown", "source": "## Further: more"})
    notebook["cells"].append({"cell_type": "markdown", "source": ""})
    path.write_text(json.dumps(notebook))
    assert minutes.minutes(path) == pytest.approx(before)


def test_the_way_to_cite_names_this_version_and_these_licences():
    citation = yaml.safe_load(text("CITATION.cff"))
    assert citation["version"] == project()["version"] == w2v.__version__
    assert citation["license"] == project()["license"].split(" AND ")
    assert [author["name"] for author in citation["authors"]] == [
        author["name"] for author in project()["authors"]
    ]
    assert {"cff-version", "message", "title"} <= citation.keys()


def test_every_licence_is_in_the_package():
    assert project()["license-files"] == sorted(path.name for path in ROOT.glob("LICENSE*"))
    assert "creativecommons.org/licenses/by/4.0" in text("LICENSE-TEXTS.md")


def test_the_public_address_is_written_in_one_place():
    """pyproject.toml; the README's table is made from it."""
    address = project()["urls"]["Repository"].removeprefix("https://")
    for name in badges.READMES:
        before, _, rest = text(name).partition(badges.BEGIN)
        assert address not in before + rest.partition(badges.END)[2]
    others = [p for p in files() if p.name not in {*badges.READMES, "pyproject.toml"}]
    assert [str(p) for p in others if address.encode() in p.read_bytes()] == []


@pytest.mark.parametrize(
    "address, place",
    [
        ("https://github.com/a/b", "gh/a/b"),
        ("https://github.com/a/b.git", "gh/a/b"),
        ("https://gitlab.com/a/b", "gl/a%2Fb"),
        ("https://git.example.org/a/b", "git/https%3A%2F%2Fgit.example.org%2Fa%2Fb"),
    ],
)
def test_binder_finds_the_repository_wherever_it_is_kept(address, place):
    assert badges.binder(address) == f"https://mybinder.org/v2/{place}/HEAD"


# Notebooks


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_committed_clean(path):
    nbformat.validate(nbformat.read(path, as_version=nbformat.NO_CONVERT))
    assert check_notebooks.faults(json.loads(path.read_text(encoding="utf-8"))) == []


CLEAN = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# One\n", "Two"]},
        {
            "cell_type": "code",
            "id": "b",
            "metadata": {},
            "source": ["1\n", "2\n", "3"],
            "outputs": [],
            "execution_count": None,
        },
    ],
}


def test_a_clean_notebook_passes():
    assert check_notebooks.faults(CLEAN) == []


@pytest.mark.parametrize(
    "spoil, sentence",
    [
        (lambda n: n["cells"][1].update(outputs=[{}]), "has outputs"),
        (lambda n: n["cells"][1].update(execution_count=1), "has execution counts"),
        (lambda n: n.update(nbformat_minor=4), "is older than format 4.5"),
        (lambda n: n["cells"][0].pop("id"), "has a cell without a proper id"),
        (lambda n: n["cells"][0].update(id="b"), "has two cells with the same id"),
        (lambda n: n["metadata"].clear(), "does not name the kernel python3"),
        (lambda n: n["metadata"]["kernelspec"].update(display_name=""), "has no display name"),
        (lambda n: n["cells"][1].update(source=["1\n"] * 16), "has a code cell above 15 lines"),
        (lambda n: n["cells"][1].update(source=["1\n"] * 4), "has a median above 3 lines"),
        (lambda n: n["metadata"].update(widgets={}), "carries the state of widgets"),
    ],
)
def test_every_fault_of_a_notebook_is_seen(spoil, sentence):
    notebook = copy.deepcopy(CLEAN)
    spoil(notebook)
    assert any(fault.startswith(sentence) for fault in check_notebooks.faults(notebook))


# For teachers


TEACHERS = {"en": "docs/teachers.md", "zh": "docs/teachers.zh.md"}


@pytest.mark.parametrize("language", TEACHERS)
def test_what_teachers_are_told_to_click_stands_on_the_screen(language):
    page = text(TEACHERS[language])
    shown = {entry[language] for name in text_files() for entry in catalogue(name).values()}
    texts = [w2v.toy_sentences(name, language) for name in ("kingdom", "song")]
    shown |= {word for sentences in texts for sentence in sentences for word in sentence}
    quoted = re.findall(r"“([^”]+)”", page)
    assert len(quoted) > 40
    assert [words for words in quoted if words not in shown] == []


@pytest.mark.parametrize(
    ("language", "rare", "times", "rows", "losses_"),
    [
        (
            "en",
            "has",
            r"(\d+) times, nearly twice",
            "{} of {}, those on the way to “{}”",
            "{:.3f} becomes {:.3f}",
        ),
        (
            "zh",
            "没有",
            r"(\d+) 次，比“的”的两倍还多",
            "{1} 行里的 {0} 行，就是去“{2}”路上的那几行",
            "{:.3f} 变成 {:.3f}",
        ),
    ],
)
def test_the_numbers_that_teachers_are_told_are_the_librarys(language, rare, times, rows, losses_):
    w2v.set_language(language)
    page = text(TEACHERS[language])
    song = w2v.Vocabulary.from_sentences(w2v.toy_sentences("song"))
    has, often = song.index[rare], int(re.findall(times, page)[0])
    lengths = []
    for count in (often - 1, often):
        counts = song.counts.copy()
        counts[has] = count
        lengths.append(len(w2v.huffman_tree(counts).codes[has]))
    assert lengths == [2, 1]
    learnt = next(iter(w2v.examples(w2v.toy_sentences("song"), song, pairs=True))).targets[0]
    path = w2v.huffman_tree(song.counts).paths[learnt]
    assert rows.format(len(path), len(song) - 1, song.words[learnt]) in page

    sentences = w2v.toy_sentences()
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    first = next(w2v.examples(sentences, vocabulary, "next-word"))
    model = w2v.Model(vocabulary, vector_size=3)
    losses = [model.step(first).loss]
    model.apply(model.step(first), 0.5)
    losses.append(model.step(first).loss)
    assert losses_.format(*losses) in page


@pytest.mark.parametrize("language", TEACHERS)
def test_the_plan_for_ninety_minutes_fills_ninety_minutes(language):
    ends = re.findall(r"^\| (\d+)[–～](\d+) \|", text(TEACHERS[language]), re.MULTILINE)
    begins, stops = ([int(pair[side]) for pair in ends] for side in (0, 1))
    assert begins == [0, *stops[:-1]] and stops[-1] == 90


# Texts


def untranslated(table: dict, place: str = "") -> list[str]:
    """The entries of a catalogue that lack a language, or fill in different things in the two."""
    if not {"en", "zh"}.intersection(table):
        wrong = [f"{place}{key} is no entry" for key, v in table.items() if not isinstance(v, dict)]
        for key, inner in table.items():
            wrong += untranslated(inner, f"{place}{key}.") if isinstance(inner, dict) else []
        return wrong
    texts = [table.get(language) for language in ("en", "zh")]
    if not all(isinstance(t, str) and t.strip() for t in texts):
        return [f"{place[:-1]} lacks a language"]
    blanks = [set(re.findall(r"\{(\w+)(?:[:!][^{}]*)?\}", t)) for t in texts]
    return [] if blanks[0] == blanks[1] else [f"{place[:-1]} differs in its {{placeholders}}"]


def test_there_are_catalogues():
    assert CATALOGUES


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_text_is_there_in_both_languages(path):
    assert untranslated(tomllib.loads(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "entry, complaint",
    [
        ('a = {en = "x {w}", zh = "词 {w:.2f}"}', None),
        ('[g.a]\nen = "x"\nzh = "词"', None),
        ('a = {en = "x"}', "a lacks a language"),
        ('g.a = {en = "x", zh = " "}', "g.a lacks a language"),
        ('a = {en = "x {w}", zh = "词 {v}"}', "a differs in its {placeholders}"),
        ('a = "x"', "a is no entry"),
    ],
)
def test_every_fault_of_a_catalogue_is_seen(entry, complaint):
    assert untranslated(tomllib.loads(entry)) == ([complaint] if complaint else [])


def test_no_file_names_a_path_of_somebodys_machine():
    """Tests may: they speak of such paths. Everything else must work wherever it lies."""
    private = re.compile(rb"(?<![\w.~-])/(work|tmp|home|root|Users)/[\w.]")
    ours = [path for path in files() if "tests" not in path.relative_to(ROOT).parts]
    assert len(ours) > 10
    assert [str(path) for path in ours if private.search(path.read_bytes())] == []
