"""How long does a lesson take? Prints it for each. Usage: minutes.py [NOTEBOOK...]

Fitted to readers of the first seven lessons: a minute for 75 words, one for each code cell, one
and a half for a question, five for an exercise; one for a claim on trial, which is known from its
lesson and has the same four choices as all. Counted is the core: what lies before *Further*.
"""

import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
WORDS_A_MINUTE, A_CELL, A_QUESTION, AN_EXERCISE = 75, 1, 1.5, 5
AT_THE_END = 3  # questions
A_TRIAL = 22  # of as many claims
# Some only show what a wrong update does, or examine what was written before.
EXERCISE = re.compile(r"^w2v\.exercises\.(?!wrong_update|own_analogies)", re.MULTILINE)


def core(path: Path) -> list[tuple[str, str]]:
    """The cells that everybody is asked to read and do, as (kind, source)."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    found = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    beyond = [at for at, (_, source) in enumerate(found) if source.startswith("## Further")]
    return [*found[: beyond[0]], found[-1]] if beyond else found


def asked(code: Iterable[str]) -> Iterator[str]:
    """The names of questions in `predict=…`, in `{"predict": …}` and in `Predict(…)`."""
    for part in ast.walk(ast.parse("\n".join(code))):
        if isinstance(part, ast.Dict):
            pairs = zip(part.keys, part.values, strict=True)
            yield from (ast.literal_eval(v) for k, v in pairs if ast.literal_eval(k) == "predict")
        if isinstance(part, ast.Call):
            named = [word.value for word in part.keywords if word.arg == "predict"]
            alone = part.args if getattr(part.func, "attr", "") == "Predict" else []
            for names in map(ast.literal_eval, [*named, *alone]):
                yield from [names] if isinstance(names, str) else names


def minutes(path: Path) -> float:
    """How long the core of a lesson takes."""
    texts = [source for kind, source in core(path) if kind == "markdown"]
    code = [source for kind, source in core(path) if kind == "code"]
    return (
        sum(len(text.split()) for text in texts) / WORDS_A_MINUTE
        + A_CELL * len(code)
        + A_QUESTION * (len(list(asked(code))) + AT_THE_END)
        + AN_EXERCISE * sum(bool(EXERCISE.search(source)) for source in code)
        + A_TRIAL * sum("w2v.experiments.claims()" in source for source in code)
    )


def rounded(path: Path) -> int:
    """As a lesson says it: to five minutes."""
    return 5 * round(minutes(path) / 5)


def main(arguments: list[str]) -> int:
    """Print the minutes of these notebooks, or of all English lessons."""
    for path in map(Path, arguments) if arguments else sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
        print(f"{minutes(path):5.1f}  {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
