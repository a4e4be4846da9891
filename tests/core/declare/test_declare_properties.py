"""Whatever the file: one requirement more, all else as it was, and undone without a trace."""

import configparser
import re
import tomllib
from itertools import pairwise
from pathlib import PurePath

import tomlkit
import yaml
from declare_cases import cases
from hypothesis import assume, given
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from venvlens.core.declare import (
    Cannot,
    Declared,
    Edited,
    Format,
    LineEdit,
    Target,
    add,
    apply,
    targets,
    unified,
)
from venvlens.core.declare.apply import difference, plain, split
from venvlens.core.declare.spelling import pep508

CASES = cases()
NAMES = ("aa", "Django", "flask_cors", "Zope.Interface", "numpy", "requests", "x2", "zz-top")
VERSIONS = ("", ">=1", "==2.0.1", ">=1.2,<2", "~=3.1", "!=4", "==1.*")
MARKERS = ("", '; python_version < "3.11"', '; sys_platform == "win32" and extra == "x"')
GUISES = st.tuples(st.sampled_from(("\n", "\r\n")), st.booleans(), st.booleans())


@st.composite
def requirements(draw, extras=True, markers=True):
    name = draw(st.sampled_from((*NAMES, "mypkg", "A-new_one", "zzz")))
    extra = draw(st.sampled_from(("", "[b,a]"))) if extras else ""
    marker = draw(st.sampled_from(MARKERS)) if markers else ""
    return Requirement(f"{name}{extra}{draw(st.sampled_from(VERSIONS))}{marker}")


def in_guise(text, guise):
    """Return a text with other line ends, with a byte order mark, without a last line end."""
    end, marked, open_ended = guise
    text = text.removesuffix("\n") if open_ended else text
    return ("\ufeff" if marked else "") + text.replace("\n", end)


def undone(before, edits):
    """Return the edits that take edits back, as an editor makes them for its undo."""
    lines, shift, back = split(before), 0, []
    for edit in edits:
        start = edit.start + shift
        size = len(split(edit.text))
        back.append(LineEdit(start, start + size, "".join(lines[edit.start : edit.end])))
        shift += size - (edit.end - edit.start)
    return back


def tokens(toml):
    """Return a TOML text in pieces: strings, comments, and all else character by character."""
    return re.findall(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|#[^\n]*|\S', toml)


def without_one(longer, shorter):
    """Tell what the longer list has more, if the rest is the same and in the same order."""
    for index in range(len(longer)):
        if longer[:index] + longer[index + 1 :] == shorter:
            return longer[index]
    raise AssertionError((longer, shorter))


COMMENTS = st.sampled_from(("", "  # why", ' # "quoted", [', "\t#"))
BETWEEN = st.sampled_from(("", "", "", "\n", "  # above\n", "\n    # part: 'x',\n"))


@st.composite
def arrays(draw):
    """Return a TOML array of requirements in some layout, as text."""
    names = draw(st.lists(st.sampled_from(NAMES), unique_by=canonicalize_name, max_size=5))
    names = sorted(names, key=canonicalize_name) if draw(st.booleans()) else names
    quote = draw(st.sampled_from("\"'"))
    items = [f"{quote}{name}{draw(st.sampled_from(VERSIONS))}{quote}" for name in names]
    if draw(st.booleans()):
        items.insert(draw(st.integers(0, len(items))), '{include-group = "a, b]"}')
    trailing = "," if items and draw(st.booleans()) else ""
    if draw(st.booleans()):
        space = draw(st.sampled_from(("", " ")))
        return f"[{space}{draw(st.sampled_from((', ', ','))).join(items)}{trailing}{space}]"
    indent = draw(st.sampled_from(("", "  ", "    ", "\t")))
    text = f"[{draw(COMMENTS)}\n"
    for item in items:
        comma = "," if trailing or item is not items[-1] else ""
        text += f"{draw(BETWEEN)}{indent}{item}{comma}{draw(COMMENTS)}\n"
    return f"{text}{draw(BETWEEN)}]"


@st.composite
def documents(draw):
    """Return a pyproject.toml with an array at a place, and the keys of that place."""
    array = draw(arrays())
    dependencies = array if "include" not in array else "[]"
    kind = draw(st.sampled_from(("project", "group", "pdm", "inline", "out of order")))
    after = draw(st.sampled_from(("", "  # the list")))
    head = '# top\n[project]\nname = "me"\n'
    if kind == "group":
        return f"{head}\n[dependency-groups]\ndev = {array}{after}\n", ("dependency-groups", "dev")
    if kind == "pdm":
        text = f"[tool.pdm.dev-dependencies]\ntest = {array}{after}\n[tool.x]\n"
        return text, ("tool", "pdm", "dev-dependencies", "test")
    if kind == "inline":
        text = f"{head}optional-dependencies = {{ a = ['b'], dev = {array}, c = [] }}{after}\n"
        assume("\n" not in array)
        return text, ("project", "optional-dependencies", "dev")
    text = f"{head}dependencies = {dependencies}{after}\n\n[tool.a]\nb = 1\n"
    if kind == "out of order":
        text += "\n[project.urls]\nhome = 'x'\n\n[tool.a.b-c]\n"
    return text, ("project", "dependencies")


def at(data, keys):
    for key in keys:
        data = data[key]
    return data


@given(documents(), requirements(), GUISES)
def test_an_array_gains_one_requirement_and_nothing_else(document, requirement, guise):
    plain_text, keys = document
    text = in_guise(plain_text, guise)
    target = Target(PurePath("pyproject.toml"), Format.TOML_ARRAY, keys)
    made = add(text, target, requirement)
    before = at(tomllib.loads(plain_text), keys)
    if isinstance(made, Declared):
        named = [Requirement(one).name for one in before if isinstance(one, str)]
        assert canonicalize_name(requirement.name) in map(canonicalize_name, named)
        return
    assert isinstance(made, Edited), made
    after = apply(text, made.edits)
    new = tomllib.loads(plain(after))
    assert Requirement(without_one(at(new, keys), before)) == requirement
    # tomlkit's own way to the same end says the same.
    reference = tomlkit.parse(plain_text)
    at(reference, keys).append(str(requirement))
    expected = reference.unwrap()
    for data in (new, expected):
        listed = at(data, keys)
        listed[:] = sorted(str(Requirement(one)) if isinstance(one, str) else "" for one in listed)
    assert new == expected
    # Every string, comment and sign is still there, in its order: a string and a comma more.
    left = tokens(plain(after))
    for token in tokens(plain_text):
        while left and left[0] != token:
            extra = left.pop(0)
            assert extra == "," or extra[0] in "\"'", extra
        assert left.pop(0) == token
    assert left == []
    check_texts(text, made.edits, after, guise)


def check_texts(text, edits, after, guise):
    assert apply(after, undone(text, edits)) == text
    assert list(edits) == list(difference(text, after))
    assert after.startswith("\ufeff") == text.startswith("\ufeff")
    assert after.count("\ufeff") == text.count("\ufeff")
    if plain(text):
        assert after.endswith("\n") == text.endswith("\n")
    if guise[0] == "\r\n" and "\r" in text:
        assert re.search(r"(?<!\r)\n", after) is None
    untouched = [
        line
        for number, line in enumerate(split(text))
        if not any(edit.start <= number < edit.end for edit in edits)
    ]
    assert len(untouched) >= len(split(text)) - 2
    rest = iter(split(after))
    assert all(line in rest for line in untouched)


def declared(case, text):
    """Return what a file declares at all, read by somebody else."""
    name = case.file.name
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if name.endswith((".toml", "Pipfile")):
        return flat(tomllib.loads(text))
    if name.endswith(".yml"):
        return flat(yaml.safe_load(text))
    if name == "setup.cfg":
        parser = configparser.RawConfigParser(delimiters=("=",))
        parser.read_string(text)
        return [
            line
            for part in parser.values()
            for value in part.values()
            for line in value.split("\n")
            if line
        ]
    if name.endswith(".py"):
        block = re.search(r"(?m)^# /// script$\s(?P<content>(^#(| .*)$\s)+)^# ///$", text)[
            "content"
        ]
        return flat(tomllib.loads("".join(line[2:] for line in block.splitlines(keepends=True))))
    return [line for line in text.replace("\\\n", "").split("\n") if line.strip()]


def flat(data):
    """Return all values with their keys; a list's without their index, so that one can be added."""
    if isinstance(data, dict):
        return [(key, one) for key, value in data.items() for one in flat(value)]
    return [one for value in data for one in flat(value)] if isinstance(data, list) else [str(data)]


@given(st.sampled_from(CASES), requirements(), GUISES, st.data())
def test_a_real_file_gains_one_requirement_and_nothing_else(case, requirement, guise, data):
    text = in_guise(case.before, guise)
    able = [one for one in targets({**case.files, case.file: text}) if one.cannot is None]
    target = data.draw(st.sampled_from([one for one in able if one.file == case.file]))
    made = add(text, target, requirement)
    if not isinstance(made, Edited):
        assert made.message.endswith(".")
        return
    after = apply(text, made.edits)
    check_texts(text, made.edits, after, guise)
    old, new = declared(case, text), declared(case, after)
    more = list(new)
    for one in old:
        if one in more:
            more.remove(one)
        else:
            # An empty list of YAML is null until it has an element.
            assert one == ("dependencies", "None")
    parts = 1 + bool(requirement.marker) + len(requirement.extras)
    # A table's requirement has parts; the first list of pip comes with pip itself.
    allowed = {Format.POETRY: parts, Format.PIPFILE: parts, Format.PIXI: parts, Format.CONDA_PIP: 2}
    assert 1 <= len(more) <= allowed.get(target.format, 1)
    more = [one for one in more if one != ("dependencies", "pip")]
    assert all(requirement.name.lower() in str(one).lower() for one in more), more
    again = add(after, target, requirement)
    assert isinstance(again, Declared)


@given(st.text("ab [](){}#\"'\\\n\r,=.-:;@/\t", max_size=80), st.sampled_from(list(Format)))
def test_no_text_is_too_broken(text, form):
    target = Target(PurePath("file"), form, ("a",))
    made = add(text, target, Requirement("requests>=2"))
    if isinstance(made, Edited):
        after = apply(text, made.edits)
        assert "requests" in after
        assert apply(after, undone(text, made.edits)) == text
        assert unified("file", text, made.edits).startswith("--- a/file\n+++ b/file\n@@")
    else:
        assert isinstance(made, Cannot | Declared)


TEXTS = st.lists(st.sampled_from(("a", "b", "\n", "\r\n", "\r", "\f")), max_size=12).map("".join)


@given(TEXTS, st.booleans(), st.data())
def test_the_difference_of_two_texts_makes_one_the_other(text, marked, data):
    text = "\ufeff" + text if marked else text
    lines = split(plain(text))
    places = st.sets(st.integers(0, len(lines)), min_size=1, max_size=3)
    for place in sorted(data.draw(places), reverse=True):
        lines[place : place + data.draw(st.integers(0, 1))] = ["new\n"]
    after = "".join(lines)
    edits = difference(text, after)
    made = apply(text, edits)
    assert plain(made) == after
    assert made.count("\ufeff") == marked
    assert all(one.end <= two.start for one, two in pairwise(edits))
    assert apply(made, undone(text, edits)) == text


def test_an_empty_line_behind_a_lone_carriage_return_is_one():
    text = "a\r\r\n\n\n\n"
    after = "new\na\n\nnew\n\n\n\nnew\n"
    assert plain(apply(text, difference(text, after))) == after


@given(requirements())
def test_a_spelled_requirement_is_the_same(requirement):
    for neighbours in ((), ("a (>=1)",), ("a >=1",)):
        try:
            assert Requirement(pep508(requirement, neighbours)) == requirement
        except InvalidRequirement as error:
            raise AssertionError(pep508(requirement, neighbours)) from error
