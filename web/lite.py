"""Build the second door: the notebooks in JupyterLite, to be changed and run in a browser.

Usage: python -m web.lite [--out _site] [--pyodide FOLDER]

It lies in the site's folder `lite`. All packages that the kernel needs lie in it as wheels and are
listed in a lock file of Pyodide's kind, so that a kernel asks nobody what to install.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from w2v_lab.messages import catalogue

from . import door, pyodide

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / "scripts/labconfig"
EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@jupyterlite/pyodide-kernel-extension",
    "anywidget",
    "jupyterlab-plotly",
    "jupyterlab_pygments",
)
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
KERNEL_WHEELS = f"extensions/{EXTENSIONS[1]}/static/pypi"
KERNEL_PARTS = ("piplite", "pyodide_kernel", "ipykernel")
# What the kernel starts with and the lessons import; what these need is found.
PACKAGES = ("jedi", "ipython", "ipywidgets", "anywidget", "plotly", "graphviz")
INSTALLER = "micropip==0.10.1"  # of this release of Pyodide; it lives in the browser alone
# The page's half of the widgets is among the extensions.
ABSENT = {"jupyterlab-widgets", "widgetsnbextension"}
BROWSER = {
    "sys_platform": "emscripten",
    "platform_system": "Emscripten",
    "python_version": pyodide.PYTHON,
    "python_full_version": f"{pyodide.PYTHON}.0",
    "extra": "",
}


def build(out: Path, folder: Path | None = None) -> dict[str, Any]:
    """Write the site's folder `lite`; say how long it took, and how large it is.

    `folder` holds Pyodide and its numpy, for the site to carry; without it the makers' address is
    named, which is asked only after the reader has agreed.
    """
    began = time.monotonic()
    lite = out / "lite"
    shutil.rmtree(lite, ignore_errors=True)
    numpy = pyodide.carry(folder, out) if folder else pyodide.MAKERS_NUMPY
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        wheels(work / "wheels")
        configure(work, folder is None)
        run("-m", "jupyterlite_core", "build", "--output-dir", lite.absolute(), place=work)
        shutil.copytree(work / "wheels", lite / "python")
    for name in KERNEL_PARTS:
        for wheel in (lite / KERNEL_WHEELS).glob(f"{name}-*.whl"):
            shutil.copy(wheel, lite / "python")
    lock(lite, numpy, pyodide.MAKERS if folder is None else "../../pyodide/")
    door.build(out, folder is None)
    size = sum(path.stat().st_size for path in lite.rglob("*") if path.is_file())
    return {"seconds": round(time.monotonic() - began, 1), "MB": round(size / 1e6, 1)}


def _json(path: Path, told: object) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def run(*command: str | Path, place: Path = ROOT) -> None:
    """Run a module of this Python; what it says is shown only where it fails."""
    done = subprocess.run([sys.executable, *command], cwd=place, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{done.stdout}\n{done.stderr}\n{command[1]} failed.")


def needed(names: Iterable[str]) -> dict[str, str]:
    """These packages and all that they need in a browser, with the versions installed here."""
    found: dict[str, str] = {}
    todo = list(names)
    while todo:
        name = canonicalize_name(todo.pop())
        if name in found or name in ABSENT:
            continue
        package = distribution(name)
        found[name] = package.version
        wanted = map(Requirement, package.requires or [])
        todo += [one.name for one in wanted if not one.marker or one.marker.evaluate(BROWSER)]
    return found


def wheels(folder: Path) -> None:
    """Put this package and all that it needs into a folder, as wheels of Python alone."""
    run("-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    pure = ["--no-deps", "--only-binary", ":all:", "--platform", "any"]
    asked = [INSTALLER] + [f"{name}=={version}" for name, version in needed(PACKAGES).items()]
    target = ["--python-version", pyodide.PYTHON, "-d", folder]
    run("-m", "pip", "download", "--disable-pip-version-check", *pure, *target, *asked)


def configure(work: Path, stranger: bool) -> None:
    """Write what JupyterLite is built from: lessons, extensions, the course's own settings."""
    lite, home = distribution("jupyterlite-pyodide-kernel").locate_file("."), Path(sys.prefix)
    shared = [Path(str(place)) / "share/jupyter/labextensions" for place in (lite, home)]
    extensions = [place / name for name in EXTENSIONS for place in shared]
    recipe = {
        "apps": ["lab"],
        "contents": [str(ROOT / "notebooks")],
        "ignore_sys_prefix": ["federated_extensions"],
        "federated_extensions": [
            str(one) for one in extensions if (one / "package.json").is_file()
        ],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
    }
    _json(work / "jupyter_lite_config.json", {"LiteBuildConfig": recipe})
    shutil.copy(SETTINGS / "default_setting_overrides.json", work / "overrides.json")
    _json(work / "jupyter-lite.json", settings(stranger))


def settings(stranger: bool) -> dict[str, Any]:
    """What JupyterLite is told: no news, where Python is, and that nobody else is to be asked."""
    silenced = json.loads((SETTINGS / "page_config.json").read_text("utf-8"))["disabledExtensions"]
    where = pyodide.MAKERS if stranger else "./../pyodide/"
    kernel = {
        "pyodideUrl": f"{where}pyodide.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"lockFileURL": "python/pyodide-lock.json"},
    }
    page = {
        "appName": catalogue("site")["course"]["en"],
        "disabledExtensions": [name for name, off in silenced.items() if off],
        "litePluginSettings": {KERNEL: kernel},
    }
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": page}


def lock(lite: Path, numpy: pyodide.Wheel, place: str) -> None:
    """List the wheels for Pyodide, numpy at its place among them, and have them all loaded."""
    listed = {"numpy": entry(f"{place}{numpy.name}", numpy.sha256)}
    for wheel in sorted((lite / "python").glob("*.whl")):
        one = entry(wheel.name, sha256(wheel.read_bytes()).hexdigest())
        listed[one["name"]] = one
    info = {"abi_version": numpy.abi, "arch": "wasm32", "python": pyodide.PYTHON}
    _json(lite / "python/pyodide-lock.json", {"info": info, "packages": listed})
    told = json.loads((lite / "jupyter-lite.json").read_text("utf-8"))
    kernel = told["jupyter-config-data"]["litePluginSettings"][KERNEL]
    kernel["loadPyodideOptions"]["packages"] = list(listed)
    _json(lite / "jupyter-lite.json", told)


def entry(where: str, digest: str) -> dict[str, Any]:
    """A wheel as a lock file of Pyodide's describes it."""
    name, version, *_ = parse_wheel_filename(where.rsplit("/", 1)[-1])
    return {
        "name": str(name),
        "version": str(version),
        "file_name": where,
        "sha256": digest,
        "install_dir": "site",
        "package_type": "package",
        "imports": [],
        "depends": [],
        "unvendored_tests": False,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "_site")
    parser.add_argument(
        "--pyodide", type=Path, help="a folder with Pyodide and numpy, to be carried"
    )
    asked = parser.parse_args()
    print(json.dumps(build(asked.out, asked.pyodide)))
