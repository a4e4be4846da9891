"""Walking: what git would list, as far as it is Python and not somebody else's code."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent

import pytest

from venvlens.system.walk import python_files

_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "PATH": os.environ["PATH"],
    "LC_ALL": "C",
}


def plant(root: Path, *names: str, text: str = "") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def walked(*paths: Path, seen_from: Path) -> list[str]:
    return [str(path.relative_to(seen_from)) for path in python_files(paths)]


def repository(root: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "-q", root], check=True, env=_GIT | {"HOME": str(root)})
    return root


def listed_by_git(root: Path) -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=root, env=_GIT, check=True, capture_output=True)
    return sorted(name for name in os.fsdecode(done.stdout).split("\0") if name.endswith(".py"))


def assert_as_git(root: Path) -> None:
    found = walked(root, seen_from=root)
    assert sorted(found) == listed_by_git(root)


NAMES = (
    "setup.py",
    "app.py",
    "foo.py",
    "build.py",
    "build/lib/app.py",
    "src/build/app.py",
    "src/app.py",
    "src/foo.py",
    "src/pkg/app.py",
    "src/pkg/build",
    "src/pkg/foo/bar.py",
    "docs/conf.py",
    "docs/src/app.py",
    "docs/a/b/c/deep.py",
    "a/b.py",
    "a/x/b.py",
    "a/x/y/b.py",
    "a/x/y/c.py",
    "tést/ünï.py",
    "with space/a b.py",
    "[odd]/*.py",
    "#hash.py",
    "!bang.py",
    "data1/x.py",
    "data2/x.py",
    "dataX/x.py",
    "data-/x.py",
    "gen/keep/x.py",
    "gen/keep/y.py",
    "gen/drop/x.py",
    "trailing .py",
)


@pytest.mark.parametrize(
    "rules",
    [
        "build/",
        "build",
        "/build",
        "src/build",
        "/src/build/",
        "foo.py",
        "*.py",
        "*.py\n!app.py",
        "*.py\n!/app.py",
        "*\n!*/\n!setup.py",
        "*\n!src/\n!app.py",
        "/*\n!/src\n",
        "/*\n!/src/\n/src/*\n!/src/pkg/",
        "src/*\n!src/pkg",
        "!app.py\n*.py",
        "src\n!src/app.py",
        "gen/*\n!gen/keep/\ngen/keep/y.py",
        "gen/**\n!gen/keep/\n!gen/keep/x.py",
        "a/**/b.py",
        "a/**",
        "a/**/",
        "**/b.py",
        "**/src",
        "**/src/app.py",
        "/**",
        "**",
        "**/",
        "a/*/b.py",
        "a/**y/b.py",
        "docs/**/c/**/deep.py",
        "**/a/**/c/**/deep.py",
        "**/**/a/**/**/deep.py",
        "docs/**/b/**",
        "doc?/",
        "data[12]/",
        "data[!12]/",
        "data[^1-2]/",
        "data[[:digit:]]",
        "data[[:digit:][:upper:]]",
        "data[[:nonsense:]1]",
        "data[]X-]",
        "data[X-",
        "data[2-1]",
        "data[1\\-2]",
        "\\#hash.py\n\\!bang.py",
        "#hash.py",
        "\\[odd\\]/",
        "[[]odd]/",
        "\\*.py",
        "t*t/\nwith\\ space",
        "with space/",
        "foo.py   ",
        "trailing\\ .py  ",
        "foo.py\\ ",
        "foo.py\\",
        "\ufeffbuild/",
        "build/\r\nfoo.py\r\n",
        "\n\n  \n# build/\nfoo.py",
        "/",
        "!",
        "*a*p*.py",
        "*.p*",
        "s*c/a*.py",
        "./app.py",
        "src//app.py",
        "SRC/",
        "tést/",
        "*/app.py",
        "*/*/app.py",
    ],
)
def test_a_gitignore_means_what_it_means_to_git(tmp_path, rules):
    root = repository(tmp_path / "repo")
    plant(root, *NAMES)
    (root / ".gitignore").write_bytes(rules.encode())
    assert_as_git(root)


def test_nested_ignore_files_and_the_repositorys_own_count_as_for_git(tmp_path):
    root = repository(tmp_path / "repo")
    plant(root, *NAMES)
    plant(root, ".gitignore", text="*.py\n!/src/**\n!app.py\ngen/\n!/docs/a/\n")
    plant(root, "src/.gitignore", text="/build/\n!foo.py\n/pkg/*\n!pkg/foo/\n")
    plant(root, "src/pkg/.gitignore", text="!app.py\n")
    plant(root, "docs/.gitignore", text="!conf.py\n!deep.py\n/src/\n")
    plant(root, "docs/a/.gitignore", text="b/c/*\n!**/deep.py\n")
    plant(root, ".git/info/exclude", text="app.py\n!setup.py\nwith space\n")
    assert_as_git(root)


def test_the_rules_above_a_walked_folder_count_up_to_the_repositorys_root(tmp_path):
    plant(tmp_path, ".gitignore", text="*.py\n")
    root = repository(tmp_path / "repo")
    plant(root, "src/a.py", "src/b.py", "src/in/c.py", "src/in/d.py")
    plant(root, ".gitignore", text="/src/a.py\nd.py\n")
    plant(root, "src/.gitignore", text="!in/d.py\n/in/c.py\n")
    assert walked(root / "src", seen_from=root) == ["src/b.py", "src/in/d.py"]
    assert walked(root / "src" / "in", seen_from=root) == ["src/in/d.py"]


def test_another_repository_inside_has_only_its_own_rules(tmp_path):
    root = repository(tmp_path / "repo")
    inner = repository(root / "vendored" / "inner")
    plant(root, ".gitignore", text="*.py\n")
    plant(inner, "a.py", "b.py")
    plant(inner, ".gitignore", text="b.py\n")
    assert walked(root, seen_from=root) == ["vendored/inner/a.py"]


def test_rules_count_without_a_repository_from_the_walked_folder_down(tmp_path):
    plant(tmp_path, "top/a.py", "top/b.py", "c.py")
    plant(tmp_path, ".gitignore", text="a.py\n")
    plant(tmp_path / "top", ".gitignore", text="b.py\n")
    assert walked(tmp_path / "top", seen_from=tmp_path) == ["top/a.py"]
    assert walked(tmp_path, seen_from=tmp_path) == ["c.py"]


def test_an_ignore_file_outranks_those_of_git(tmp_path):
    root = repository(tmp_path / "repo")
    plant(root, "a.py", "b.py", "sub/a.py")
    plant(root, ".gitignore", "sub/.gitignore", text="a.py\n")
    plant(root, ".ignore", text="!a.py\nb.py\n")
    assert walked(root, seen_from=root) == ["a.py", "sub/a.py"]


def test_hidden_generated_and_installed_folders_are_never_entered(tmp_path):
    plant(tmp_path, "a.py", ".hidden/a.py", "node_modules/a.py", "__pycache__/a.py")
    plant(tmp_path, "__pypackages__/a.py", "x/site-packages/a.py", ".git/hooks/a.py")
    plant(tmp_path, "anything/pyvenv.cfg", "anything/a.py", "anything/lib/b.py")
    plant(tmp_path, "conda/conda-meta/history", "conda/a.py")
    plant(tmp_path, "old/bin/activate", "old/bin/activate_this.py", "old/bin/a.py")
    plant(tmp_path, "old/lib/python3.8/orig-prefix.txt", "old/lib/python3.8/distutils/a.py")
    plant(tmp_path, ".hidden.py")
    assert walked(tmp_path, seen_from=tmp_path) == [".hidden.py", "a.py"]


def test_what_is_named_is_taken_whatever_hides_it(tmp_path):
    plant(tmp_path, "env/pyvenv.cfg", "env/a.py", "build/b.py", ".hidden/c.py", "notes.txt")
    plant(tmp_path, ".gitignore", text="*\n")
    named = [tmp_path / name for name in ("env", "notes.txt", ".hidden", "build/b.py")]
    (tmp_path / "env" / ".ignore").write_text("!a.py\n")
    (tmp_path / ".hidden" / ".ignore").write_text("!c.py\n")
    expected = ["env/a.py", "notes.txt", ".hidden/c.py", "build/b.py"]
    assert walked(*named, seen_from=tmp_path) == expected


def test_a_file_that_is_named_twice_is_yielded_once(tmp_path):
    plant(tmp_path, "a/x.py", "a/y.py")
    named = [tmp_path / "a" / "y.py", tmp_path / "a", tmp_path]
    assert walked(*named, seen_from=tmp_path) == ["a/y.py", "a/x.py"]


@pytest.mark.parametrize(
    ("first_line", "taken"),
    [
        ("#!/usr/bin/python", True),
        ("#!/usr/bin/python3.12\n", True),
        ("#! /usr/bin/env python3\nimport os\n", True),
        ("#!/usr/bin/env -S python3 -u\n", True),
        ("#!/usr/bin/env pypy3\n", True),
        ("#!/opt/x/python3.13t\n", True),
        ("#!/usr/bin/env -S uv run --script\n", True),
        ("#!/usr/bin/env python\r\n", True),
        ("#!/bin/sh\n# python\n", False),
        ("#!/usr/bin/env pythonish\n", False),
        ("#!/opt/python/bin/ruby\n", False),
        ("# python\n", False),
        ("", False),
        ("\0\1\2", False),
    ],
)
def test_a_file_without_a_suffix_is_python_by_its_first_line(tmp_path, first_line, taken):
    plant(tmp_path, "script", text=first_line)
    assert walked(tmp_path, seen_from=tmp_path) == (["script"] if taken else [])


def test_only_python_suffixes_count_and_the_first_line_of_others_does_not(tmp_path):
    plant(tmp_path, "a.py", "b.pyw", "c.pyi", "d.txt", "e.PY", "f.pyc", text="#!/bin/python\n")
    assert walked(tmp_path, seen_from=tmp_path) == ["a.py", "b.pyw"]


def test_the_order_is_that_of_the_names_with_a_folders_own_files_first(tmp_path):
    plant(tmp_path, "b/z.py", "b/a/x.py", "a/y.py", "z.py", "a.py", "B.py", "b.py")
    expected = ["B.py", "a.py", "b.py", "z.py", "a/y.py", "b/z.py", "b/a/x.py"]
    assert walked(tmp_path, seen_from=tmp_path) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes")
def test_links_and_pipes_are_passed_over_unless_they_are_named(tmp_path):
    plant(tmp_path, "real/a.py")
    (tmp_path / "real" / "up").symlink_to(tmp_path)
    (tmp_path / "linked").symlink_to(tmp_path / "real")
    (tmp_path / "link.py").symlink_to(tmp_path / "real" / "a.py")
    (tmp_path / "gone.py").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.py")
    os.mkfifo(tmp_path / "script")
    assert walked(tmp_path, seen_from=tmp_path) == ["real/a.py"]
    named = [tmp_path / "link.py", tmp_path / "linked"]
    assert walked(*named, seen_from=tmp_path) == ["link.py", "linked/a.py"]


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_odd_names_break_nothing(tmp_path):
    odd = [b"new\nline.py", b"caf\xe9.py", b"tab\there.py", b"fold\xe9r\n/x.py", b"drop\xff.py"]
    for name in odd:
        path = os.path.join(os.fsencode(tmp_path), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb"):
            pass
    (tmp_path / ".gitignore").write_bytes(b"drop\xff.py\n")
    found = [os.fsencode(name) for name in walked(tmp_path, seen_from=tmp_path)]
    assert sorted(found) == sorted(odd[:-1])


def test_a_folder_that_cannot_be_read_is_passed_over(tmp_path, monkeypatch):
    plant(tmp_path, "a/x.py", "b/y.py")
    real = os.scandir

    def refusing(path):
        # Permissions do not stop the superuser, who may well run this test.
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert walked(tmp_path, seen_from=tmp_path) == ["b/y.py"]


def test_hostile_patterns_cost_little(tmp_path):
    plant(tmp_path, "a" * 200 + ".py", "a/" * 60 + "b.py")
    patterns = "*a" * 60 + "*b.c\n" + "**/a/" * 40 + "x\n" + "**/" * 60 + "y\n"
    plant(tmp_path, ".gitignore", text=patterns)
    started = time.perf_counter()
    assert len(walked(tmp_path, seen_from=tmp_path)) == 2
    assert time.perf_counter() - started < 1


def test_thousands_of_files_below_real_rules_are_walked_in_a_moment(tmp_path):
    for number in range(60):
        plant(tmp_path, *(f"pkg{number}/sub/m{n}.py" for n in range(50)))
    patterns = """
        __pycache__/
        *.py[cod]
        *$py.class
        build/
        dist/
        *.egg-info/
        /docs/_build/
        lib64/
        **/generated/*.py
        .env
        pkg7/sub/m1*.py
        !pkg7/sub/m10.py
    """
    plant(tmp_path, ".gitignore", text=dedent(patterns))
    started = time.perf_counter()
    found = walked(tmp_path, seen_from=tmp_path)
    assert len(found) == 60 * 50 - 10
    assert time.perf_counter() - started < 0.5
