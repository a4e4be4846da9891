from pathlib import PurePosixPath, PureWindowsPath

import pytest
from caret import environment, global_python

from venvlens.core.display import called, short, with_version
from venvlens.core.environment import Kind

FOLDER = PurePosixPath("/work/shop/web")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/work/shop/web/.venv", ".venv"),
        ("/work/shop/web", "."),
        ("/work/shop/.venv", "../.venv"),
        ("/work/shop/api/.venv", "../api/.venv"),
        ("/work/.venv", "../../.venv"),
        ("/home/me/.venv", "/home/me/.venv"),
        ("/.venv", "/.venv"),
    ],
)
def test_what_is_near_is_shown_as_seen_from_the_project(path: str, shown: str):
    assert short(PurePosixPath(path), FOLDER) == shown


def test_what_is_far_is_shown_whole():
    deep = PurePosixPath("/work/a/b/c/d/e")
    assert short(PurePosixPath("/work/a/.venv"), deep) == "/work/a/.venv"


def test_another_drive_is_shown_whole():
    path = PureWindowsPath(r"D:\shop\.venv")
    assert short(path, PureWindowsPath(r"C:\shop")) == r"D:\shop\.venv"


def test_an_environment_is_called_by_its_folder_and_version():
    folder = PurePosixPath("/work/shop")
    assert with_version(environment(), folder) == ".venv (Python 3.12.1)"
    assert with_version(environment(version=None), folder) == ".venv (Python of unknown version)"
    assert with_version(global_python(), folder) == "the global Python 3.13.0"


def test_the_environment_of_a_script_is_called_by_its_file():
    kept = PurePosixPath("/home/me/.cache/uv/environments-v2/tool-8baa41f23108805a")
    found = environment(prefix=kept, kind=Kind.UV_SCRIPT, name="tool.py")
    assert with_version(found, FOLDER) == "the environment of tool.py (Python 3.12.1)"


def test_what_a_tool_keeps_is_called_by_its_name():
    cache = PurePosixPath("/work/me/.cache/pypoetry/virtualenvs")
    kept = environment(prefix=cache / "shop-py3.12", kind=Kind.POETRY)
    assert called(kept, FOLDER) == "shop-py3.12"
    assert with_version(kept, FOLDER) == "shop-py3.12 (Python 3.12.1)"
    own = environment(prefix=FOLDER / "env", kind=Kind.POETRY)
    assert called(own, FOLDER) == "env"
    beside = environment(prefix=FOLDER.parent / "api" / ".venv", kind=Kind.POETRY)
    assert called(beside, FOLDER) == "../api/.venv"
