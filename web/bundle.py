"""The pages' code and styles as browsers get them: bundled and minified by esbuild.

What is read stays what runs: source maps lead a browser's own tools to the modules as they are.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"  # package.json has its version
HOW = "--bundle --splitting --format=esm --minify --charset=utf8 --sourcemap --log-level=warning"
NAMED = ["--outbase=.", "--outdir=out", "--chunk-names=shared/[hash]", "--metafile=out/told"]


@dataclass(frozen=True)
class Bundle:
    """Files in a folder that is named by what they hold."""

    folder: str
    imports: Mapping[str, list[str]]  # of each file, those that it names

    def needed(self, *entries: str) -> list[str]:
        """These files and all that they import, each once, as `folder/…`."""
        found: dict[str, None] = {}
        waiting = [*entries]
        while waiting:
            if (name := waiting.pop(0)) not in found:
                found[name] = None
                waiting += self.imports[name]
        return [f"{self.folder}/{name}" for name in found]


def bundled(sources: Mapping[str, str], entries: Collection[str], assets: Path) -> Bundle:
    """Bundle the sources, by `folder/file`, for these entries: what several need is shared.

    Raises SystemExit where esbuild is missing, or complains.
    """
    with tempfile.TemporaryDirectory() as scratch:
        for name, text in sources.items():
            (Path(scratch) / name).parent.mkdir(exist_ok=True)
            (Path(scratch) / name).write_text(text, encoding="utf-8")
        _esbuild([*sorted(entries), *HOW.split(), *NAMED], Path(scratch))
        out = Path(scratch) / "out"
        told = json.loads((out / "told").read_text("utf-8"))["outputs"]
        (out / "told").unlink()
        made = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.glob("*/*")}
        folder = hashlib.sha256(repr(sorted(made.items())).encode()).hexdigest()[:16]
        shutil.copytree(out, assets / folder)
    imports = {
        name: [_within(each["path"]) for each in told[f"out/{name}"]["imports"]] for name in made
    }
    return Bundle(folder, imports)


def _within(name: str) -> str:
    return name.removeprefix("out/")


def _esbuild(arguments: list[str], folder: Path) -> None:
    if not ESBUILD.exists():
        raise SystemExit("esbuild is not there: `npm ci` brings it, and the set-up of `make site`.")
    # The node of the environment, where the program is a script.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [ESBUILD, *arguments],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )
    if done.returncode or done.stderr:
        raise SystemExit(f"esbuild: {done.stderr}")
