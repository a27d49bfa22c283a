"""Where a probability becomes a label does not hang on which of many good thresholds happens to be the best."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

pytest.importorskip("sklearn")
from coverage_fit import Held, choose_thresholds, steady


def test_the_middle_of_what_is_nearly_as_good() -> None:
    """The best of five lies at the edge of three that differ by less than a hundredth."""
    grid = np.array([0.1, 0.2, 0.3, 0.4, 0.5])
    assert steady(grid, [0.60, 0.701, 0.700, 0.705, 0.69]) == 0.3
    assert steady(grid, [0.60, 0.65, 0.71, 0.69, 0.68]) == 0.3


def test_stated_begins_between_what_is_and_what_is_not() -> None:
    """Between .3 and .7 every threshold tells both apart; absent ends where present begins, or before."""
    p_stated = np.array([0.1, 0.2, 0.3, 0.7, 0.8, 0.9])
    p_present = np.array([0.1, 0.2, 0.8, 0.9, 0.9, 0.9])
    groups, ones = np.array(["a", "b"] * 3), np.ones(6)
    held = Held(groups, p_present, p_stated, p_present > 0.5, p_stated > 0.5, ones)
    found = choose_thresholds(held, "standard")
    assert found.stated == pytest.approx(0.505, abs=0.01)
    assert found.absent == found.present == pytest.approx(0.505, abs=0.01)
