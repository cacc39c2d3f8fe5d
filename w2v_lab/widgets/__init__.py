"""One class a widget; displaying an instance is enough."""

from .analogy_arrows import AnalogyArrows
from .first_look import FirstLook
from .predict import Predict
from .row_selector import RowSelector
from .step_explorer import StepExplorer
from .sweep import Sweep
from .training_player import TrainingPlayer
from .tree_lab import TreeLab
from .two_dials import TwoDials
from .window_slider import WindowSlider

__all__ = [
    "AnalogyArrows",
    "FirstLook",
    "Predict",
    "RowSelector",
    "StepExplorer",
    "Sweep",
    "TrainingPlayer",
    "TreeLab",
    "TwoDials",
    "WindowSlider",
]
