"""Every point that the widget of parameters has, trained anew: minutes."""

import numpy as np
import pytest

from w2v_lab import parameters

pytestmark = pytest.mark.extras


@pytest.mark.parametrize("name", parameters.POINTS)
def test_what_a_button_trains_is_its_record(name):
    for point in parameters.recorded(name):
        vectors = parameters.trained(name, point.value, parameters.SEEDS[0])
        found = [parameters.judged([vectors], kind).score for kind in parameters.SETS]
        recorded = [point.each[kind][0] for kind in parameters.SETS]
        assert len(vectors) == point.V
        np.testing.assert_allclose(found, recorded, atol=0.01)
        print(f"{name} {point.value}: farthest {np.abs(np.subtract(found, recorded)).max():.1e}")
