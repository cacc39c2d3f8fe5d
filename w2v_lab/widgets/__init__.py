"""One class a widget; displaying an instance is enough.

A widget is one folder. Its class is made when it is first asked for, so that its session runs where
there is no notebook.
"""

from importlib import import_module
from importlib.resources import files

STAGE = ("anywidget", "ipywidgets", "traitlets", "IPython")  # packages of a notebook


def _folders() -> dict[str, str]:
    """The folder of each widget, by the name of its class: StepExplorer lives in step_explorer."""
    found = [entry.name for entry in files(__name__).iterdir() if (entry / "widget.py").is_file()]
    return {"".join(map(str.capitalize, name.split("_"))): name for name in sorted(found)}


__all__ = sorted(_folders())


def __getattr__(name: str) -> object:
    if name in __all__:
        try:
            return getattr(import_module(f".{_folders()[name]}.widget", __name__), name)
        except ModuleNotFoundError as missing:
            if (missing.name or "").split(".")[0] not in STAGE:
                raise
            # where there is no notebook, what one talks with is all that there is
            return import_module(f".{_folders()[name]}.session", __name__).Session
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
