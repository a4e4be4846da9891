"""Generated files that are edited line by line: read by others, they have one requirement more."""

import configparser
from pathlib import PurePath

import yaml
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from venvlens.core.declare import Declared, Edited, Format, Target, add, apply
from venvlens.core.declare.apply import plain, split

NAMES = ("aa", "Django", "flask_cors", "Zope.Interface", "numpy", "requests", "x2", "zz-top")
VERSIONS = ("", ">=1", "==2.0.1", ">=1.2,<2", "~=3.1", " >= 4")
NEW = st.builds(
    "{}{}".format, st.sampled_from((*NAMES, "mypkg", "A-new")), st.sampled_from(VERSIONS)
).map(Requirement)
ENDS = st.sampled_from(("\n", "\r\n"))


@st.composite
def listed(draw, *, last=4):
    """Return requirements with different names, often in order."""
    names = draw(st.lists(st.sampled_from(NAMES), unique_by=canonicalize_name, max_size=last))
    names = sorted(names, key=canonicalize_name) if draw(st.booleans()) else names
    return [name + draw(st.sampled_from(VERSIONS)) for name in names]


def mixed(draw, lines, others):
    """Put other lines between lines."""
    made = []
    for line in lines:
        made += draw(st.lists(st.sampled_from(others), max_size=2))
        made.append(line)
    return made + draw(st.lists(st.sampled_from(others), max_size=2))


def check(text, form, requirement, read, file="file"):
    """Add a requirement; return whether it was added, and compare what others read."""
    made = add(text, Target(PurePath(file), form), requirement)
    before = read(plain(text))
    names = [canonicalize_name(Requirement(one).name) for one in before]
    if canonicalize_name(requirement.name) in names:
        assert isinstance(made, Declared), made
        return
    assert isinstance(made, Edited), made
    after = apply(text, made.edits)
    now = read(plain(after))
    index = next(i for i, one in enumerate(now) if one not in before)
    assert now[:index] + now[index + 1 :] == before
    assert Requirement(now[index]) == requirement
    if len(names) > 1 and names == sorted(names):
        new = [canonicalize_name(Requirement(one).name) for one in now]
        assert new == sorted(new)
    else:
        assert index == len(before)
    rest = iter(split(after))
    old = split(text)
    # Only a last line without an end gains one.
    assert all(any(line == one for one in rest) for line in old[:-1])
    assert set(old[-1:]) <= set(split(after)) or not old[-1].endswith(("\n", "\r"))


OTHERS = ("", "# comment", "  # x==1", "-r base.txt", "--index-url https://example.org", "-e .")


@st.composite
def requirements_files(draw):
    lines = []
    for one in draw(listed()):
        joined = draw(st.sampled_from(("", "", "  # why", " \\\n    # part", " ")))
        lines += f"{one}{joined}".split("\n")
    made = mixed(draw, [one for one in lines if "# part" not in one], OTHERS)
    text = draw(ENDS).join(one.removesuffix(" \\") for one in made)
    return text + draw(st.sampled_from(("", "\n")))


def read_requirements(text):
    found = []
    for line in text.split("\n"):
        try:
            found.append(str(Requirement(line.partition("#")[0].strip())))
        except InvalidRequirement:
            assert not line.strip() or line.lstrip()[0] in "#-", line
    return found


@given(requirements_files(), NEW)
def test_a_requirements_file(text, requirement):
    check(text, Format.REQUIREMENTS, requirement, read_requirements, "requirements.txt")


@st.composite
def environments(draw):
    indent = " " * draw(st.integers(0, 4))
    gap = " " * draw(st.integers(1, 3))
    quote = draw(st.sampled_from(("", "", '"', "'")))
    start = f"{indent}-{gap}"
    comment = draw(st.sampled_from(("", "  # why: 'x'")))
    lines = [f"{start}{quote}{one}{quote}{comment}" for one in draw(listed())]
    others = ("", f"{indent}# - other", "# at the margin")
    if draw(st.booleans()):
        deeper = " " * (len(start) + draw(st.integers(0, 3)))
        pip = [f"{deeper}- {one}" for one in draw(listed())]
        place = draw(st.integers(0, len(lines)))
        if pip:
            lines[place:place] = [f"{start}pip:", *pip]
    head = draw(st.sampled_from(("", "name: x\n", "# top\nchannels:\n- a  # dependencies:\n\n")))
    tail = draw(st.sampled_from(("", "\nprefix: /x\n", "variables:\n  a: b")))
    text = f"{head}dependencies:  # all\n" + "".join(f"{x}\n" for x in mixed(draw, lines, others))
    return (text + tail).replace("\n", draw(ENDS))


def read_conda(text):
    found = yaml.safe_load(text)["dependencies"] or []
    return [one.replace(" ", "") for one in found if isinstance(one, str)]


def read_pip(text):
    found = yaml.safe_load(text)["dependencies"] or []
    return [str(one) for group in found if isinstance(group, dict) for one in group["pip"]]


@given(environments(), NEW)
def test_an_environment_of_conda(text, requirement):
    requirement = Requirement(str(requirement).lower())
    check(text, Format.CONDA, requirement, read_conda)


@given(environments(), NEW)
def test_the_list_of_pip(text, requirement):
    if "pip:" in text:
        check(text, Format.CONDA_PIP, requirement, read_pip)
    else:
        made = add(text, Target(PurePath("file"), Format.CONDA_PIP), requirement)
        assert isinstance(made, Edited)
        after = plain(apply(text, made.edits))
        assert [Requirement(one) for one in read_pip(after)] == [requirement]
        assert read_conda(after) == [*read_conda(plain(text)), "pip"]


@st.composite
def setup_files(draw):
    indent = draw(st.sampled_from(("    ", "  ", "\t")))
    lines = [indent + one for one in draw(listed())]
    key = draw(st.sampled_from(("install_requires =", "install_requires=", "install-requires =")))
    text = "[metadata]\nname = a\n\n[options]\n"
    if lines or draw(st.booleans()):
        others = ("", "# comment", f"{indent}# - other", f"{indent}; more")
        text += "\n".join([key, *mixed(draw, lines, others)]) + "\n"
    text += draw(
        st.sampled_from(("", "packages = find:\n", "[options.extras_require]\nx =\n  y\n"))
    )
    return text.replace("\n", draw(ENDS))


def read_setup(text):
    parser = configparser.RawConfigParser(delimiters=("=",))
    parser.read_string(text)
    options = parser["options"]
    value = options.get("install_requires") or options.get("install-requires") or ""
    return [line for line in value.split("\n") if line]


@given(setup_files(), NEW)
def test_a_setup_cfg(text, requirement):
    check(text, Format.SETUP_CFG, requirement, read_setup)
