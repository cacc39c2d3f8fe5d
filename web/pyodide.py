"""Where the pages' Python comes from: a folder that the site carries, or its makers' address."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

import w2v_lab


@dataclass(frozen=True)
class Wheel:
    """A wheel of numpy, built for Pyodide."""

    name: str
    sha256: str

    @property
    def abi(self) -> str:
        """The binary interface that it was built for, as its name says."""
        found = re.search(r"-py\w+?_(\d+_\d+)_wasm32\.whl$", self.name)
        if not found:
            raise SystemExit(f"{self.name} was not built for Pyodide.")
        return found[1]


# Asked only after the reader has agreed. Another release is another line, and another numpy.
MAKERS = "https://cdn.jsdelivr.net/pyodide/v0.28.3/full/"
MAKERS_BYTES = 13_300_000  # as its files unpack: core, library, numpy
MAKERS_NUMPY = Wheel(  # as their lock file names it
    "numpy-2.2.5-cp313-cp313-pyodide_2025_0_wasm32.whl",
    "3db3c4f3e0448f4d62a85c262692f1260ccd8a91335442bd2442f21ffeddb558",
)
PYTHON = "3.13"  # that of this release
CORE = (
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
ENDINGS = {".py", ".toml", ".txt", ".json"}  # of the package, what a session needs


@dataclass(frozen=True)
class Source:
    """What `python.js` is told, addresses seen from the assets."""

    where: str
    stranger: bool
    numpy: str
    bytes: int
    lab: str
    worker: str


def source(folder: Path | None, out: Path, lab: str, worker: str) -> dict[str, object]:
    """Put the folder's files into the site, or name the makers' address."""
    size = (out / "assets" / lab).stat().st_size
    if folder is None:
        return asdict(Source(MAKERS, True, "", MAKERS_BYTES + size, lab, worker))
    numpy = carry(folder, out)
    for name in [*CORE, numpy.name]:
        size += (out / "pyodide" / name).stat().st_size if not name.endswith("js") else 0
    return asdict(Source("../pyodide/", False, numpy.name, size, lab, worker))


def carry(folder: Path, out: Path) -> Wheel:
    """Copy Pyodide and its numpy from the folder into the site."""
    wheels = sorted(folder.glob("numpy-*.whl"))
    missing = [name for name in CORE if not (folder / name).is_file()]
    if missing or not wheels:
        named = ", ".join(missing or ["numpy-….whl"])
        raise SystemExit(f"{folder} is no folder of Pyodide with numpy: {named} is not there.")
    place = out / "pyodide"
    place.mkdir(parents=True, exist_ok=True)
    for name in [*CORE, wheels[-1].name]:
        shutil.copy(folder / name, place)
    return Wheel(wheels[-1].name, hashlib.sha256(wheels[-1].read_bytes()).hexdigest())


def package() -> bytes:
    """The package as a zip, the same bytes for the same files."""
    root = Path(w2v_lab.__file__).parent
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(root.rglob("*")):
            if path.suffix in ENDINGS and "__pycache__" not in path.parts:
                name = f"w2v_lab/{path.relative_to(root).as_posix()}"
                archive.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return made.getvalue()
