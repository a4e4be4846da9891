import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvlens.core.requests import CreateRequest, InstallRequest, SelectRequest
from venvlens.lsp import arguments as arguments_
from venvlens.lsp import protocol
from venvlens.lsp.arguments import (
    BadArgumentsError,
    create_arguments,
    install_arguments,
    select_arguments,
    to_wire,
)

ROOT = Path.cwd().anchor
PATHS = st.text(st.sampled_from("aé .漢🐍-_~"), min_size=1, max_size=8).map(lambda t: Path(ROOT, t))
TEXTS = st.text(max_size=8)
READERS = (create_arguments, install_arguments, select_arguments)

# Whatever an editor may send: any JSON at all, and tables that look nearly right.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["prefix", "interpreter", "version", "environment", "distributions", "project"]
)


def over_the_wire(value: dict[str, Any]) -> Any:
    return json.loads(json.dumps(value))


@given(st.builds(CreateRequest, PATHS, st.none() | PATHS, st.none() | TEXTS))
def test_the_argument_of_create_comes_back(arguments: CreateRequest):
    assert create_arguments(over_the_wire(to_wire(arguments))) == arguments


@given(st.builds(InstallRequest, PATHS, st.lists(TEXTS, max_size=3).map(tuple)))
def test_the_argument_of_install_comes_back(arguments: InstallRequest):
    assert install_arguments(over_the_wire(to_wire(arguments))) == arguments


@given(st.builds(SelectRequest, PATHS, st.none() | PATHS))
def test_the_argument_of_select_comes_back(arguments: SelectRequest):
    assert select_arguments(over_the_wire(to_wire(arguments))) == arguments


@given(JSON | st.dictionaries(KEYS, JSON, max_size=4), st.sampled_from(READERS))
def test_a_bad_argument_gives_one_sentence(value: Any, reader: Any):
    try:
        reader(value)
    except BadArgumentsError as error:
        assert str(error)
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("reader", "value", "problem"),
    [
        (create_arguments, None, "the argument must be an object"),
        (create_arguments, {}, "prefix is missing"),
        (create_arguments, {"prefix": "a/b"}, "'a/b' is not an absolute path"),
        (create_arguments, {"prefix": ROOT, "version": 3}, "version must be a string or null"),
        (install_arguments, {"environment": ROOT}, "distributions must be a list of names"),
        (
            install_arguments,
            {"environment": ROOT, "distributions": ["a", 1]},
            "distributions must be a list of names",
        ),
        (select_arguments, {"project": ROOT, "environment": "b"}, "'b' is not an absolute path"),
    ],
)
def test_the_problem_is_named(reader: Any, value: Any, problem: str):
    with pytest.raises(BadArgumentsError) as caught:
        reader(value)
    assert str(caught.value) == problem


@pytest.mark.parametrize("sent", [(), (1, 2)])
def test_a_command_takes_one_argument(sent: tuple[object, ...]):
    with pytest.raises(BadArgumentsError, match=f"{len(sent)} were sent"):
        arguments_.only(sent)


def test_ids_of_commands_are_the_servers_own():
    """An editor may register each id as a command of its own: ours must not clash with them."""
    assert len(set(protocol.COMMANDS)) == len(protocol.COMMANDS)
    assert all(command.startswith("venvlens.server.") for command in protocol.COMMANDS)
