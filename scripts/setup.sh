#!/usr/bin/env bash
# Makes .venv: pinned packages, this package as it stands here, and a `dot` for Graphviz pictures.
# The Makefile calls it when one of its inputs has changed. PYTHON=… chooses the interpreter.
# Usage: setup.sh lab (what a learner needs) or setup.sh all (what developers need besides);
# then setup.sh lite FOLDER (what builds JupyterLite, into a folder of its own)
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in
lab) pins=requirements.txt ;;
all | lite) pins=requirements-dev.txt ;;
*) echo "Usage: setup.sh lab | all | lite FOLDER" >&2 && exit 2 ;;
esac

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }
have_uv() { uv --version >/dev/null 2>&1; } # asked to run, since a launcher may be there without its program

make_venv() {
    local candidates=(python3 python3.13 python3.12 python3.11 python) candidate found=
    [ -z "${PYTHON:-}" ] || candidates=("$PYTHON")
    for candidate in "${candidates[@]}"; do
        if suits "$candidate"; then
            found=$("$candidate" -c 'import sys; print(sys.executable)')
            break
        fi
    done
    if [ -z "$found" ]; then
        # uv can fetch a Python, if it may choose.
        if [ -z "${PYTHON:-}" ] && have_uv && rm -rf .venv && uv venv --quiet --seed --python 3.12 .venv; then return; fi
        echo "The lab needs Python 3.11, 3.12 or 3.13. Looked at, and none of them: ${candidates[*]}." >&2
        echo "Install one from your system's packages, or name one: make lab PYTHON=/path/to/python3.12" >&2
        exit 1
    fi
    echo "Making .venv with ${found}; this is done once."
    rm -rf .venv
    if have_uv && uv venv --quiet --seed --python "$found" .venv; then return; fi
    "$found" -m venv --clear .venv
}

# uv where it is there and works, otherwise pip: both read the same files, uv in a tenth of the time.
install() {
    if have_uv && uv pip install --quiet --python .venv/bin/python "$@"; then return; fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --use-pep517 "$@"
}

if [ "$1" = lite ]; then
    group='import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["lite"])'
    read -ra wanted < <(.venv/bin/python -c "$group")
    echo "Installing ${wanted[*]}."
    install --target "$2" -c "$pins" "${wanted[@]}"
    exit
fi

# Half a .venv, as an interrupted set-up leaves it, is made anew.
{ suits .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; } || make_venv
echo "Installing the packages of $pins: half a minute with uv, a minute or more with pip."
install -r "$pins"
# Its build tool is among them, so that nothing more is fetched for it.
install --no-deps --no-build-isolation -e .
# Once here, so that no first training waits.
echo "Compiling the engine: some seconds."
.venv/bin/python -m w2v_lab.engine || echo "It could not be: the first training will compile it."

# What JupyterLab does by default here: save widgets with their notebook, and ask nobody for news.
mkdir -p .venv/etc/jupyter/labconfig
cp scripts/labconfig/*.json .venv/etc/jupyter/labconfig/

if [ "$1" = all ] && [ -f package-lock.json ]; then
    echo "Installing the tools that check the page's code."
    PATH="$PWD/.venv/bin:$PATH" npm ci --silent --no-audit --no-fund
fi

if ! command -v dot >/dev/null; then
    echo "No Graphviz on this machine: installing a dot into .venv."
    if install graphviz-pure==0.2.2; then
        # Its program has another name, and Python's graphviz package reads the version from `dot -V`.
        cat >.venv/bin/dot <<'DOT'
#!/bin/sh
[ "$*" = "-V" ] && { echo "dot - graphviz version 16.1.0 (graphviz-pure 0.2.2)" >&2; exit; }
exec "$(dirname "$0")/graphviz-pure" "$@"
DOT
        chmod +x .venv/bin/dot
    else
        echo "That failed. The lessons run; only the printable pictures of trees need Graphviz." >&2
    fi
fi
