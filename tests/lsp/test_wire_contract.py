"""The wire contract is told twice, to the server and to the client of VS Code: it is one thing.

What the server really answers is compared in ``tests/e2e/test_wire_contract.py``.
"""

import json
import re

import pytest
import wire_contract
from wire_contract import CLIENT, FILE, NotUnderstoodError, read

from venvlens.core import settings
from venvlens.core.findings import Code, Severity
from venvlens.core.inventory import Group, Section
from venvlens.core.labels import State
from venvlens.core.requests import CreateRequest
from venvlens.lsp import protocol, protocol_activation
from venvlens.lsp.arguments import create_arguments, to_wire

CONTRACT = read(FILE.read_text("utf-8"))


def ids(start: str) -> dict[str, str]:
    """The constants of the server that begin so, by their names."""
    modules = {**vars(protocol), **vars(protocol_activation)}
    return {
        name: value
        for name, value in modules.items()
        if name.isupper() and isinstance(value, str) and value.startswith(start)
    }


def constant(key: str) -> str:
    return re.sub(r"([A-Z])", r"_\1", key).upper()


@pytest.mark.parametrize(
    ("table", "start"), [("Method", "venvlens/"), ("Command", "venvlens.server.")]
)
def test_every_id_is_known_on_both_sides_by_the_same_name(table, start):
    theirs = {constant(key): value for key, value in CONTRACT.tables[table].items()}
    assert theirs == ids(start)
    for key, value in CONTRACT.tables[table].items():
        assert value == f"{start}{key}"


def test_nothing_else_is_in_the_tables():
    assert set(CONTRACT.tables) == {"Method", "Command"}


class Noting(dict):
    """An object that notes which of its members somebody asks for."""

    def __init__(self, *args):
        super().__init__(*args)
        self.asked = set()

    def get(self, key, default=None):
        self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key):
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self.asked.add(key)
        return super().__contains__(key)


READERS = {
    "EnvironmentsParams": protocol.environments_params,
    "FollowParams": protocol.follow_params,
    "ReportParams": protocol.report_params,
    "CreationParams": protocol.creation_params,
    "ActivationParams": protocol_activation.activation_params,
    "CreateArguments": create_arguments,
}
TEXTS = {"shell": "bash", "tool": "uv"}


@pytest.mark.parametrize("name", READERS)
def test_whatever_the_client_may_send_is_read_and_nothing_else_is_looked_for(name):
    asked = set()
    for sample in CONTRACT.samples(name, TEXTS):
        assert CONTRACT.problems(sample, name) == []
        sent = Noting(json.loads(json.dumps(sample)))
        READERS[name](sent)
        asked |= sent.asked
    assert asked == CONTRACT.members(name)


@pytest.mark.parametrize("name", ["EnvironmentsParams", "ActivationParams", "CreateArguments"])
def test_every_member_that_is_sent_changes_what_is_read(name):
    whole, *_ = CONTRACT.samples(name, TEXTS)
    for member in CONTRACT.members(name) - {"prefix"}:
        without = {key: value for key, value in whole.items() if key != member}
        assert READERS[name](without) != READERS[name](whole), member


def test_what_the_server_offers_to_create_is_what_the_client_sends():
    for sample in CONTRACT.samples("CreateArguments", TEXTS):
        request = create_arguments(sample)
        told = json.loads(json.dumps(to_wire(request)))
        assert CONTRACT.problems(told, "CreateArguments") == []
        assert create_arguments(told) == request
    assert isinstance(request, CreateRequest)


def test_the_words_of_lists_are_the_same():
    def literals(type_):
        return {one.value for one in type_.types}

    listed = CONTRACT.types["Listed"].members
    assert literals(listed["group"].type) == {group.value for group in Group}
    assert literals(CONTRACT.types["State"]) == {state.value for state in State}
    rows = (CLIENT / "src" / "rows.ts").read_text("utf-8")
    sections = re.search(r"SECTIONS = \[(.*?)\]", rows, re.DOTALL)[1]
    assert re.findall(r"'(.*?)'", sections) == [section.value for section in Section]


def test_the_options_of_the_start_are_no_unknown_settings():
    for sample in CONTRACT.samples("InitializationOptions", {}):
        assert settings.read(sample, "here").problems == ()


MANIFEST = json.loads((CLIENT / "package.json").read_text("utf-8"))
PROPERTIES = {
    key.removeprefix("venvlens."): value
    for key, value in MANIFEST["contributes"]["configuration"]["properties"].items()
}
TEXT, TEXT_LIST = {"type": "string", "default": ""}, {"type": "array", "default": []}
# Whatever names a path to run is the machine's, and no folder that is opened may say it.
SETTINGS = {
    "severity": {"type": "object", "default": {}, "scope": "resource"},
    "ignore": {**TEXT_LIST, "scope": "resource"},
    "roots": {**TEXT_LIST, "scope": "resource"},
    "pythonpath": {**TEXT_LIST, "scope": "resource"},
    "environment": {**TEXT, "scope": "resource"},
    "interpreter": {**TEXT, "scope": "machine"},
    "environmentFolders": {**TEXT_LIST, "scope": "machine"},
    "createWith": {
        "type": "string",
        "default": settings.CREATE_WITH[0],
        "enum": list(settings.CREATE_WITH),
        "scope": "machine-overridable",
    },
}
OWN = {
    "serverPython": {**TEXT, "scope": "machine"},
    "trace.server": {
        "type": "string",
        "default": "off",
        "enum": ["off", "messages", "verbose"],
        "scope": "window",
    },
    "terminal.activate": {"type": "boolean", "default": True, "scope": "resource"},
    "shareChoice": {
        "type": "string",
        "default": "ask",
        "enum": ["ask", "always", "never"],
        "scope": "window",
    },
}
UNTRUSTED = {"severity", "ignore", "terminal.activate", "shareChoice", "trace.server"}
"""Settings that a folder may say before it is trusted: none names a path or a program."""


def test_the_settings_of_the_editor_are_the_servers_and_the_clients_own():
    assert set(SETTINGS) == settings._KEYS
    facts = ("type", "default", "enum", "scope")
    told = {
        key: {fact: value[fact] for fact in facts if fact in value}
        for key, value in PROPERTIES.items()
    }
    assert told == SETTINGS | OWN
    assert all(PROPERTIES[key]["items"] == {"type": "string"} for key in ("ignore", "roots"))


def test_every_rule_has_its_severity_with_the_servers_default():
    rules = PROPERTIES["severity"]["properties"]
    assert PROPERTIES["severity"]["additionalProperties"] is False
    assert {key: value["default"] for key, value in rules.items()} == {
        code.value: code.default_severity.value for code in Code
    }
    for value in rules.values():
        assert set(value["enum"]) == {severity.value for severity in Severity}


def test_what_the_editor_sends_of_its_section_is_understood():
    section: dict[str, object] = {}
    for key, value in PROPERTIES.items():
        *outer, last = key.split(".")
        inside = section
        for name in outer:
            inside = inside.setdefault(name, {})
        inside[last] = value["default"]
    severities = {code.value: Severity.HINT.value for code in Code}
    for table in (section, {**section, "severity": severities}):
        assert settings.read(table, "here").problems == ()
    sent = (CLIENT / "src" / "settings.ts").read_text("utf-8")
    keys = re.search(r"SENT = \[(.*?)\]", sent, re.DOTALL)[1]
    assert set(re.findall(r"'(.*?)'", keys)) == settings._KEYS


def test_an_untrusted_folder_names_no_path_and_no_program():
    restricted = MANIFEST["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]
    told = {key.removeprefix("venvlens.") for key in restricted}
    assert len(told) == len(restricted)
    assert told == PROPERTIES.keys() - UNTRUSTED


SMALL = """
/** A table. */
export const Method = { one: 'venvlens/one', } as const;
export interface Base { readonly a: string | null; }
export interface Whole extends Base {
  readonly b?: readonly (Base | 'x')[]; // optional
  readonly c: Readonly<Record<string, readonly string[]>>;
  readonly d: { readonly e: boolean } | null;
}
export type Word = 'x' | 'y';
"""


def test_the_reader_understands_what_the_file_is_written_in():
    small = read(SMALL)
    assert small.tables == {"Method": {"one": "venvlens/one"}}
    whole = {"a": None, "b": [{"a": "t"}, "x"], "c": {"k": ["v"]}, "d": {"e": True}}
    assert small.problems(whole, "Whole") == []
    assert small.members("Whole") == {"a", "b", "c", "d"}
    samples = small.samples("Whole", {})
    assert all(small.problems(sample, "Whole") == [] for sample in samples)
    assert samples[0] == {
        "a": "/some/text",
        "b": [{"a": "/some/text"}, {"a": None}, "x"],
        "c": {"key": ["/some/text"]},
        "d": {"e": True},
    }


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"a": 1}, "Whole.a is 1, not string"),
        ({"z": 1}, "Whole has 'z', which the client does not know"),
        ({"b": ["y"]}, "Whole.b[0] is 'y'"),
        ({"b": [{"a": None, "q": 1}]}, "Whole.b[0]"),
        ({"c": {"k": "v"}}, "Whole.c.k is 'v', not an array"),
        ({"c": []}, "Whole.c is [], not an object"),
        ({"d": {"e": 1}}, "Whole.d"),
        ({"d": {}}, "Whole.d"),
    ],
)
def test_the_reader_finds_every_difference(change, problem):
    [found] = read(SMALL).problems({"a": None, "c": {}, "d": None, **change}, "Whole")
    assert found.startswith(problem)


def test_a_missing_member_is_a_difference_unless_it_is_optional():
    assert read(SMALL).problems({"a": None, "d": None}, "Whole") == ["Whole lacks 'c'"]
    assert read(SMALL).problems("z", "Word") == ["Word is 'z', not 'x'"]
    assert wire_contract.read("export type T = number;").problems(True, "T") != []


@pytest.mark.parametrize(
    "text",
    [
        "const A = {} as const;",
        "export const A = { a: 1 } as const;",
        "export interface A { b: string; }",
        "export interface A { readonly b: string[]; }",
        "export interface A { readonly b: readonly string; }",
        "export interface A { readonly b: string; readonly b: string; }",
        "export type A = Partial<B>;",
        "export function a() {}",
        "export interface A { readonly b: string",
        "export type A = `x`;",
    ],
)
def test_the_reader_refuses_what_it_does_not_know(text):
    with pytest.raises(NotUnderstoodError):
        read(text)
