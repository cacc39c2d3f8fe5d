"""Take pictures of a lesson: `python -m tests.browser.look 01_name.ipynb --out pictures`.

Saves the whole notebook as `<name>.png` and every output with a widget as `<name>-<cell>.png`.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from .lab import NOTEBOOKS, Lab, LabError


def main() -> int:
    """Run the notebook, save the pictures, print what the page complains about."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.look", description=__doc__)
    parser.add_argument("notebook", help="a path, or a path relative to notebooks/")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    parser.add_argument("--width", type=int, default=1400, help="of the window, in pixels")
    parser.add_argument("--language", choices=["en", "zh"], help="instead of the lesson's")
    parser.add_argument("--forced-colors", action="store_true", help="as in high contrast mode")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    start = time.monotonic()
    with (
        Lab() as lab,
        lab.open(
            _source(options.notebook),
            language=options.language,
            width=options.width,
            theme=options.theme,
            forced_colors=options.forced_colors,
        ) as notebook,
    ):
        failed = []
        try:
            notebook.run_all()
        except LabError as error:  # a picture of what went wrong is worth having
            failed.append(str(error))
        print(f"started and run in {time.monotonic() - start:.1f} s")
        name = Path(options.notebook).stem
        pictures = {f"{name}.png": None} | {
            f"{name}-{index:02}.png": notebook.output(index)
            for index in range(notebook.count())
            if notebook.has_widget(index)
        }
        for file, target in pictures.items():
            notebook.screenshot(options.out / file, target)
            print(options.out / file)
        problems = [*failed, *notebook.errors, *notebook.foreign_requests]
        print("\n".join(problems))
        return int(bool(problems))


def _source(name: str) -> str | list[str]:
    """Return what `Lab.open` takes: a lesson's name, or the code cells of a notebook elsewhere."""
    lesson = NOTEBOOKS / name
    path = lesson if lesson.is_file() else Path(name).resolve()
    if path.is_relative_to(NOTEBOOKS):
        return path.relative_to(NOTEBOOKS).as_posix()
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


if __name__ == "__main__":
    raise SystemExit(main())
