"""What one learner did, as one file, and a class of such files looked at together."""

from .reading import read_hand_ins
from .tables import HandIns
from .writing import HandIn, hand_in

__all__ = ["HandIn", "HandIns", "hand_in", "read_hand_ins"]
