"""Binder's own program reads the repository without a complaint, and finds all that it needs.

Needs uv and a registry with jupyter-repo2docker. Nothing is built, so no Docker is asked.
"""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "jupyter-repo2docker"
REPO2DOCKER = ["uv", "tool", "run", "--from", PROGRAM, PROGRAM, "--no-build", "--debug"]

pytestmark = pytest.mark.extras


def test_binder_reads_the_repository_without_a_complaint(tmp_path):
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    done = subprocess.run([*REPO2DOCKER, clone], capture_output=True, text=True)
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    assert re.findall(r"^(?!#).*\b(?:warning|error)\b.*", told, re.IGNORECASE | re.MULTILINE) == []
    assert "python=3.12" in told
    for needed in ("graphviz", '--file "binder/environment.yml"', "./binder/postBuild"):
        assert needed in told
