"""Cells of notebooks: imports keep their places, and what is IPython's own disturbs nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvlens.core.ipython import as_python
from venvlens.core.scanner import scan
from venvlens.core.source import lines


def imports(cell: str) -> list[tuple[str, int, int]]:
    """Return what a cell imports, with line and column."""
    found = scan(as_python(cell)).imports
    return [(one.name, one.span.line, one.span.column) for one in found]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("%pip install requests\nimport requests\n", "#pip install requests\nimport requests\n"),
        ("  %matplotlib inline", "  #matplotlib inline"),
        ("!ls import x", "#ls import x"),
        ("!!ls", "#!ls"),
        ("x = !ls 'don", "# = !ls 'don"),
        ("files = %who_ls\nimport a", "#iles = %who_ls\nimport a"),
        ("?print", "#print"),
        ("print?", "#rint?"),
        ("a.b??  \nimport a", "#.b??  \nimport a"),
        ("!cat \\\n  import x\nimport a", "#cat \\\n  #mport x\nimport a"),
        ("/f x\n,g y\n;h z", "#f x\n#g y\n#h z"),
        ("%%bash\nimport x\n\n  import y", "#%bash\n#mport x\n\n  #mport y"),
        ("\n\n%%html\nimport x", "\n\n#%html\n#mport x"),
        ("%%writefile x.py\r\nimport x\r\n", "#%writefile x.py\r\n#mport x\r\n"),
        ("%%time\nimport a\n!ls", "#%time\nimport a\n#ls"),
        ("%%capture out\n%%bash\nimport x", "#%capture out\n#%bash\n#mport x"),
        ("%%timeit?\nimport a", "#%timeit?\nimport a"),
        ("if x:\n    !ls\n    import a", "if x:\n    #ls\n    import a"),
        ("!echo \"\"\"\nimport a\n'''", "#echo \"\"\"\nimport a\n'''"),
        ("f(\nimport c?\nimport a", "#(\n#mport c?\nimport a"),
    ],
)
def test_what_is_no_python_becomes_a_comment_of_the_same_length(cell: str, expected: str):
    assert as_python(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "import a  # why?\n",
        "s = 'why?'\nimport a",
        "s = '''\n%time\n!ls\nwhy?\n'''\nimport a",
        "x = (a\n  % b,\n  !c)\n",
        "x = a \\\n  % b\n",
        "x = a \\\n  / b\n",
        "f'{x=!r}'",
        'f"{x = !r:>{w}}"',
        "a != b\nx = 'y=%s' % z",
        "f(x=1, y='=!')",
        "#!shebang\n# %% cell\n# what?\n",
        "x = 'it\\\n%s' % y",
        'r"\\" % x\n',
    ],
)
def test_python_stays_as_it_is(cell: str):
    assert as_python(cell) == cell


def test_a_cell_of_another_language_imports_nothing():
    assert imports("%%bash\nimport x\n") == []
    assert imports("%%javascript\nimport x from 'y'\n") == []
    assert imports("%%python2\nimport x\n") == []


def test_guards_count_within_a_cell():
    cell = "%pip install a\ntry:\n    import a\nexcept ImportError:\n    !pip install a\n"
    [one] = scan(as_python(cell)).imports
    assert (one.span.line, one.span.column) == (2, 11)
    assert one.guards


PYTHON = ("import a", "from b import c", "x = 1", "s = 'why?'", "y = [1,\n 2]", "# what?")
PYTHON += ("t = '''\n!no\n'''", "if x:\n    import d", "z = f'{x=!r}'", "", "import é, f")
MAGIC = ("%pip install import", "!ls import x", "q = !import x", "import?", "?import x")
MAGIC += ("%run import.py", "!echo '\"", "w = %who import x", "!a \\\n import x", "/f import")


@given(st.lists(st.sampled_from(PYTHON + MAGIC), max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
def test_imports_are_found_as_if_nothing_else_stood_there(statements, end):
    cell = "\n".join(statements).replace("\n", end)
    # The same with a comment for each line of what is IPython's: nothing to be understood.
    bare = ["\n".join("#" for _ in one.split("\n")) if one in MAGIC else one for one in statements]
    wanted = [
        (one.name, one.span.line, one.span.column)
        for one in scan("\n".join(bare).replace("\n", end)).imports
    ]
    assert imports(cell) == wanted


TEXT = st.text(st.sampled_from("%!?=#'\"\\ \n\r\t()[]aé,;/"), max_size=40)


@given(TEXT | st.lists(st.sampled_from(PYTHON + MAGIC + ("%%bash", "%%time"))).map("\n".join))
def test_every_place_stays_where_it_is(cell):
    made = as_python(cell)
    assert len(made) == len(cell)
    assert [len(line) for line in lines(made)] == [len(line) for line in lines(cell)]
    assert all(one == other or other == "#" for one, other in zip(cell, made, strict=True))
    assert scan(made) is not None
