import pytest

from venvlens.core.python_version import PythonVersion, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.12", PythonVersion(3, 12)),
        ("3.12.1", PythonVersion(3, 12, 1)),
        (" 3.12.1\n", PythonVersion(3, 12, 1)),
        ("3.14.0rc2", PythonVersion(3, 14, 0, "rc2")),
        ("3.14.0a1+", PythonVersion(3, 14, 0, "a1")),
        ("3.13t", PythonVersion(3, 13, free_threaded=True)),
        ("3.12.1.final.0", PythonVersion(3, 12, 1)),
        ("3.14.0.candidate.2", PythonVersion(3, 14, 0, "rc2")),
        ("3.14.0.alpha.5", PythonVersion(3, 14, 0, "a5")),
    ],
)
def test_versions_are_written_in_several_ways(text: str, expected: PythonVersion):
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["", "3", "3.", "x.y", "3.12.x", "3.12.1.2.3", "v3.12", "-3.12"])
def test_anything_else_is_no_version(text: str):
    assert parse(text) is None


@pytest.mark.parametrize("text", ["3.12", "3.12.1", "3.14.0rc2", "3.13t", "3.13.0t"])
def test_a_version_is_shown_as_it_is_written(text: str):
    assert str(parse(text)) == text


def test_the_series_is_what_folders_are_named_by():
    assert PythonVersion(3, 12, 1).series == (3, 12)
