"""What the tests of the command line share."""

from __future__ import annotations

import pytest
from world import World


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    (tmp_path / "home").mkdir()
    made.project.mkdir()
    return made
