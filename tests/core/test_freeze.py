"""What an environment has installed, as requirements: from texts alone."""

from __future__ import annotations

import json
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_tree import TableTree

from venvlens.core import file_uri
from venvlens.core.direct_url import Moved
from venvlens.core.freeze import Frozen, Installed, freeze
from venvlens.core.python_version import PythonVersion

SITE = PurePosixPath("/p/.venv/lib/python3.11/site-packages")
OLD, NEW = PythonVersion(3, 11, 2), PythonVersion(3, 13, 0)


def one(
    name: str, version: str = "1.0", *requires: str, url: object = None, folder: str | None = None
) -> Installed:
    text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    text += "".join(f"Requires-Dist: {line}\n" for line in requires) + "\nName: of the text\n"
    direct = url if url is None or isinstance(url, str) else json.dumps(url)
    return Installed(SITE / (folder or f"{name}-{version}.dist-info"), text, direct)


def frozen(*found: Installed, version=NEW, there: tuple[str, ...] = (), moved=None) -> Frozen:
    tree = TableTree({f"{path}/pyproject.toml": "" for path in there})
    return freeze(found, version, tree, moved)


def arguments(*found: Installed, **more) -> list[str]:
    return [one.argument for one in frozen(*found, **more).kept]


def only(url: object, **more) -> str:
    """Return what one distribution from an address is installed again as, or why it is not."""
    made = frozen(one("x", url=url), **more)
    return made.kept[0].argument if made.kept else made.left_out[0].reason


def test_names_and_exact_versions_sorted_by_name():
    found = (one("PyYAML", "6.0.3"), one("attrs", "25.1"), one("torch", "2.1+cu118"))
    assert arguments(*found) == ["attrs==25.1", "pyyaml==6.0.3", "torch==2.1+cu118"]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.0-rc1", ["x==1.0-rc1"]),
        ("2004d", ["x===2004d"]),
        ("1.0 --index-url=https://evil.example", []),
        ("1.0; x", []),
        ("", []),
    ],
)
def test_a_version_is_a_version_and_nothing_more(version: str, expected: list[str]):
    made = frozen(one("x", version))
    assert [one.argument for one in made.kept] == expected
    assert len(made.left_out) == 1 - len(expected)


@pytest.mark.parametrize("name", ["", "-e", "a b", "x;y", "../x", "x\x00"])
def test_what_has_no_name_is_left_out(name: str):
    made = frozen(one(name, folder="odd.dist-info"))
    assert made.kept == ()
    assert [lost.name for lost in made.left_out] == ["odd.dist-info"]


def test_the_head_of_the_metadata_counts_and_its_lines_may_end_as_on_windows():
    text = "Name: good\r\nVersion: 1.0\r\n\r\nName: evil\r\nVersion: 2.0\r\n"
    assert arguments(Installed(SITE / "good-1.0.dist-info", text)) == ["good==1.0"]


def test_half_removed_metadata_is_left_out():
    made = frozen(Installed(SITE / "x-1.0.dist-info", None))
    assert made.left_out[0].name == "x-1.0.dist-info"


@pytest.mark.parametrize(
    ("version", "seeds"),
    [(OLD, {"pip", "setuptools", "wheel"}), (NEW, {"pip"}), (None, {"pip", "setuptools", "wheel"})],
)
def test_what_tools_seed_is_left_out(version, seeds: set[str]):
    made = frozen(one("pip"), one("setuptools"), one("wheel"), version=version)
    assert made.seeds == seeds
    assert {kept.name for kept in made.kept} == {"setuptools", "wheel"} - seeds
    assert made.count == len(made.kept)


def test_a_seed_that_something_requires_is_kept():
    asks = one("old", "1.0", "setuptools>=40 ; python_version >= '3'", 'wheel ; extra == "dev"')
    made = frozen(asks, one("setuptools", "65.5"), one("wheel"), version=OLD)
    assert [kept.argument for kept in made.kept] == ["old==1.0", "setuptools==65.5"]


def test_of_two_versions_the_newer_is_kept_and_that_is_said():
    made = frozen(one("x", "2.9"), one("X", "2.10"), one("x", "broken!"))
    assert [kept.argument for kept in made.kept] == ["x==2.10"]
    assert made.notes == ("x is installed 3 times: 2.10 is kept, 2.9, broken! is not",)


VCS = {"vcs": "git", "commit_id": "abc123", "requested_revision": "main"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ({"url": "https://a.example/x.zip", "archive_info": {}}, "x @ https://a.example/x.zip"),
        (
            {"url": "https://a.example/x.zip", "archive_info": {"hash": "sha256=00ff"}},
            "x @ https://a.example/x.zip#sha256=00ff",
        ),
        (
            {"url": "https://a.example/x.git", "vcs_info": VCS, "subdirectory": "sub/x"},
            "x @ git+https://a.example/x.git@abc123#subdirectory=sub/x",
        ),
        (
            {"url": "ssh://git@a.example/x", "vcs_info": VCS},
            "x @ git+ssh://git@a.example/x@abc123",
        ),
        (
            {"url": "https://${USER}:${TOKEN}@a.example/x", "vcs_info": VCS},
            "x @ git+https://a.example/x@abc123",
        ),
        ({"url": "file:///here", "dir_info": {}}, "x @ file:///here"),
        ({"url": "file:///here", "dir_info": {"editable": True}}, "file:///here"),
        ({"url": "file:///gone", "dir_info": {"editable": True}}, "/gone is gone"),
        ({"url": "file:///gone/x.whl", "archive_info": {}}, "/gone/x.whl is gone"),
        ({"url": "file:///gone", "vcs_info": VCS}, "/gone is gone"),
        ({"url": "file:///a%20b", "dir_info": {"editable": True}}, "file:///a%20b"),
        (
            {"url": "https://a.example/x", "vcs_info": {**VCS, "commit_id": "a b"}},
            "its direct_url.json does not say which commit it was made from",
        ),
        ({"url": "https://a.example/x", "dir_info": {}}, "its direct_url.json names no folder"),
        *(
            (odd, "its direct_url.json does not say where it came from")
            for odd in ("", "{", "[]", "[" * 5000, {"url": 7}, {"url": "a b"}, {"url": "a\n-e ."})
        ),
    ],
)
def test_where_it_came_from_decides_what_is_installed_again(url, expected: str):
    assert only(url, there=("/here", "/a b")) == expected


def test_an_old_editable_is_known_by_its_link():
    link = Installed(SITE / "own-thing.egg-link", None, egg_link="/here/src\n../\n")
    [kept] = frozen(link, there=("/here/src",)).kept
    assert (kept.name, kept.argument, kept.editable) == ("own-thing", "file:///here/src", True)
    for text in ("", "relative\n", "/gone\n"):
        lost = frozen(Installed(SITE / "own-thing.egg-link", None, egg_link=text))
        assert lost.left_out[0].name == "own-thing"


@pytest.mark.parametrize("there", [("/new/p/src",), ("/old/p/src", "/new/p/src")])
def test_the_project_that_was_moved_or_copied_with_it_is_meant(there: tuple[str, ...]):
    url = {"url": "file:///old/p/src", "dir_info": {"editable": True}}
    moved = Moved(PurePosixPath("/old/p"), PurePosixPath("/new/p"))
    assert only(url, there=there, moved=moved) == "file:///new/p/src"


def test_what_was_not_moved_with_it_stays_where_it_is():
    moved = Moved(PurePosixPath("/old/p"), PurePosixPath("/new/p"))
    for path in ("/old/p/src", "/other"):
        url = {"url": f"file://{path}", "dir_info": {"editable": True}}
        assert only(url, there=(path,), moved=moved) == f"file://{path}"


@pytest.mark.parametrize(
    ("url", "like", "expected"),
    [
        ("file:///a%20b/%C3%A9", PurePosixPath("/"), PurePosixPath("/a b/é")),
        ("file://localhost/a", PurePosixPath("/"), PurePosixPath("/a")),
        ("file:/a", PurePosixPath("/"), PurePosixPath("/a")),
        ("file://server/a", PurePosixPath("/"), None),
        ("file:///a%00b", PurePosixPath("/"), None),
        ("https://x/a", PurePosixPath("/"), None),
        ("file:///C:/a%20b", PureWindowsPath("C:/"), PureWindowsPath("C:/a b")),
        ("file://server/share/a", PureWindowsPath("C:/"), PureWindowsPath("//server/share/a")),
        ("file:///a", PureWindowsPath("C:/"), None),
    ],
)
def test_a_file_url_is_a_path_of_its_system(url: str, like, expected):
    assert file_uri.path_of(url, like) == expected


TEXT = st.text(alphabet="abx09.-_[]<>=!~,;$`&|\\/'\" \t\n\r@*%^({:#", max_size=24)


@given(TEXT, TEXT, TEXT)
def test_whatever_files_say_no_argument_is_an_option_or_more_than_one_word(name, version, url):
    for given_url in (None, {"url": url, "archive_info": {}}, {"url": url, "vcs_info": VCS}):
        for argument in arguments(one(name, version, url=given_url, folder="x.dist-info")):
            assert argument[0].isalnum()
            assert "\n" not in argument
            words = argument.split(" ")
            assert len(words) == 1 or words[1] == "@"
            assert len(words) <= 3
