"""Put into the folder `lessons` of a learner's home what is not there yet; what is there stays.

Usage: python copy_lessons.py HOME   (the hub runs it as the learner, before the server starts)
"""

import shutil
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def copy(file: Path, place: Path) -> None:
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)


def main(home: Path) -> None:
    notebooks = REPOSITORY / "notebooks"
    for lesson in [*notebooks.glob("[0-9]*.ipynb"), *notebooks.glob("zh/[0-9]*.ipynb")]:
        copy(lesson, home / "lessons" / lesson.relative_to(notebooks))
    # What `NUMBA_CACHE_DIR=engine python -m w2v_lab.engine` has compiled: the modules' own folder
    # is not the learner's, and numba reads only where it may write.
    compiled = REPOSITORY / "engine"
    for file in compiled.glob("*/*"):
        copy(file, home / ".cache" / "numba" / file.relative_to(compiled))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
