"""What the files of asdf and mise want of Python."""

import pytest

from venvlens.core import tool_versions


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("python 3.12.1\n", ("3.12.1",)),
        ("nodejs 20\npython 3.12.1 3.11.7 system # why\n", ("3.12.1", "3.11.7", "system")),
        ("# python 3.12.1\nruby 3\n", None),
        ("python\n", None),
        ("", None),
    ],
)
def test_tool_versions(text: str, versions: tuple[str, ...] | None) -> None:
    assert tool_versions.in_tool_versions(text) == versions


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ('[tools]\npython = "3.12"\n', ("3.12",)),
        ('[tools]\npython = ["3.12", "3.11"]\n', ("3.12", "3.11")),
        ('[tools]\npython = {version = "3.12", virtualenv = ".venv"}\n', ("3.12",)),
        ('[tools]\n"core:python" = "3.12"\n', ("3.12",)),
        ("[tools]\npython = 3\n", None),
        ('[tools]\nnode = "20"\n', None),
        ("tools = 3\n", None),
        ("[tools", None),
    ],
)
def test_mise(text: str, versions: tuple[str, ...] | None) -> None:
    assert tool_versions.in_mise(text) == versions


def test_only_settings_make_a_python_version_file_count() -> None:
    asked = '[settings]\nidiomatic_version_file_enable_tools = ["python"]\n'
    assert tool_versions.mise_reads_python_version(asked)
    assert not tool_versions.mise_reads_python_version(asked.replace("python", "node"))
    assert tool_versions.asdf_reads_python_version("legacy_version_file = yes\n")
    assert not tool_versions.asdf_reads_python_version("legacy_version_file = no\n")
    assert tool_versions.in_python_version("# mine\n3.12.1\n") == ("3.12.1",)
