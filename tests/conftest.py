"""Values and machines that tests of all layers are made from lie in ``support``."""

import pytest

pytest.register_assert_rewrite("caret")
