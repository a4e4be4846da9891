"""The scanner's rules once more, written with ``ast``: slow, plain and for valid code only."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import unicodedata
from dataclasses import dataclass, field

from venvlens.core.imports import (
    Form,
    Guard,
    Import,
    Member,
    Scan,
    Suppressed,
    Test,
    TryBody,
    TryElse,
    TryHandler,
)
from venvlens.core.source import LineStarts, Span, lines

IMPORT_FAILURES = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
FORMATTED = tuple(getattr(ast, name) for name in ("JoinedStr", "TemplateStr") if hasattr(ast, name))
FUNCTIONS = {
    "import_module": ("importlib", Form.IMPORT_MODULE),
    "__import__": ("builtins", Form.IMPORT_MODULE),
    "importorskip": ("pytest", Form.IMPORTORSKIP),
}
CONSTANTS = {"True", "False", "None", "0", "1"}
STRING = re.compile(r"[rRuU]?(\"\"\"|'''|\"|')(.*)\1", re.DOTALL)


def read(text: str) -> Scan:
    """Return what ``scan`` ought to return, by way of a syntax tree."""
    reader = Reader(text)
    reader.block(ast.parse(text).body, ())
    reader.imports.sort(key=lambda each: (each.span.line, each.span.column))
    guarded = {
        guard.block
        for each in reader.imports
        for guard in each.guards
        if isinstance(guard, TryBody)
    }
    flags = {name for block, name in reader.constants if block in guarded}
    return Scan(tuple(reader.imports), frozenset(flags | reader.results_of_find_spec))


@dataclass
class Place:
    """A text whose places are those that ``ast`` and ``tokenize`` use."""

    text: str
    lines: list[str] = field(init=False)
    starts: LineStarts = field(init=False)

    def __post_init__(self):
        self.lines = lines(self.text)
        self.starts = LineStarts(self.text)

    def column(self, line: int, utf8_column: int) -> int:
        source = self.lines[line - 1]
        return len(source.encode("utf-8", "surrogatepass")[:utf8_column].decode(errors="replace"))

    def bounds(self, node) -> tuple[int, int]:
        start = self.starts.offset(node.lineno - 1, self.column(node.lineno, node.col_offset))
        end_column = self.column(node.end_lineno, node.end_col_offset)
        return start, self.starts.offset(node.end_lineno - 1, end_column)

    def source(self, node) -> str:
        start, end = self.bounds(node)
        return self.text[start:end]

    def tokens(self, node) -> list[tuple[str, int, int]]:
        """Return the tokens of a statement with their offsets, layout and comments apart."""
        start, end = self.bounds(node)
        segment = self.text[start:end]
        starts = LineStarts(segment)
        ignored = {tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT, tokenize.ENDMARKER}
        ignored |= {tokenize.INDENT, tokenize.DEDENT}
        found = []
        for token in tokenize.generate_tokens(io.StringIO(segment, newline="").readline):
            if token.type not in ignored:
                first = start + starts.offset(token.start[0] - 1, token.start[1])
                last = start + starts.offset(token.end[0] - 1, token.end[1])
                found.append((token.string, first, last))
        return found


class Reader:
    def __init__(self, text: str):
        self.place = Place(text)
        self.imports: list[Import] = []
        self.constants: list[tuple[int, str]] = []
        self.results_of_find_spec: set[str] = set()

    def block(self, statements, guards: tuple[Guard, ...], tried: int | None = None):
        """Read statements; ``tried`` is the ``try`` they are directly in, if it is guarded."""
        for statement in statements:
            if tried is not None:
                self.constants += [(tried, name) for name in self.constant_targets(statement)]
            self.assignment(statement)
            self.statement(statement, guards)

    def statement(self, node, guards):
        match node:
            case ast.Import():
                self.plain_import(node, guards)
            case ast.ImportFrom():
                self.from_import(node, guards)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                later = tuple(g for g in guards if isinstance(g, TryHandler | Test))
                self.expressions(node, guards)
                self.block(node.body, later)
            case ast.If():
                self.expressions(node, guards)
                test = ast.dump(node.test)
                self.block(node.body, (*guards, Test(test, True)))
                self.block(node.orelse, (*guards, Test(test, False)))
            case ast.With() if any(map(is_suppressing, node.items)):
                self.expressions(node, guards)
                self.block(node.body, (*guards, Suppressed()))
            case ast.Try() | ast.TryStar():
                self.try_statement(node, guards)
            case _:
                self.expressions(node, guards)
                for part in blocks(node):
                    self.block(part, guards)

    def try_statement(self, node, guards):
        for handler in node.handlers:
            if handler.type is not None:
                self.calls(handler.type, guards)
        catching = [handler for handler in node.handlers if catches(handler.type)]
        if not catching:
            for part in (node.body, *(h.body for h in node.handlers), node.orelse):
                self.block(part, guards)
        else:
            tried = self.place.bounds(node)[0]
            self.block(node.body, (*guards, TryBody(tried)), tried)
            for handler in node.handlers:
                if handler in catching:
                    self.block(handler.body, (*guards, TryHandler(tried)), tried)
                else:
                    self.block(handler.body, guards)
            self.block(node.orelse, (*guards, TryElse(tried)), tried)
        self.block(node.finalbody, guards)

    def plain_import(self, node, guards):
        tokens = self.place.tokens(node)[1:]
        for alias in node.names:
            size = 2 * alias.name.count(".") + 1
            start, end = tokens[0][1], tokens[size - 1][2]
            self.imports.append(
                Import(alias.name, 0, self.span(start, end), Form.IMPORT, guards=guards)
            )
            tokens = tokens[size + (2 if alias.asname else 0) + 1 :]

    def from_import(self, node, guards):
        tokens = self.place.tokens(node)
        keyword = next(i for i, token in enumerate(tokens) if token[0] == "import")
        span = self.span(tokens[1][1], tokens[keyword - 1][2])
        names = [token for token in tokens[keyword + 1 :] if token[0] not in ("(", ")")]
        members = []
        for alias in node.names:
            members.append(Member(alias.name, self.span(*names[0][1:])))
            assert unicodedata.normalize("NFKC", names[0][0]) == alias.name
            names = names[(4 if alias.asname else 2) :]
        self.imports.append(
            Import(node.module or "", node.level, span, Form.FROM, tuple(members), guards)
        )

    def expressions(self, node, guards):
        """Read the calls in a statement, the blocks in it apart."""
        inner = {id(statement) for part in blocks(node) for statement in part}
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.match_case):
                self.calls(child.pattern, guards)
                if child.guard is not None:
                    self.calls(child.guard, guards)
            elif id(child) not in inner:
                self.calls(child, guards)

    def calls(self, node, guards):
        for child in outside_formatted(node):
            if isinstance(child, ast.Call) and (found := self.call(child)) is not None:
                name, span, form = found
                self.imports.append(Import(name, 0, span, form, guards=guards))

    def call(self, node: ast.Call):
        function = known_function(node.func)
        if function is None or not node.args or not isinstance(node.args[0], ast.Constant):
            return None
        argument, start = node.args[0], self.place.bounds(node.args[0])[0]
        source = STRING.fullmatch(self.place.source(argument))
        # Escapes, pieces put together and quotes in parentheses are not plain constants.
        if source is None or argument.value != source[2] or self.is_in_parentheses(node):
            return None
        if not all(part.isidentifier() for part in argument.value.split(".")):
            return None
        begin = start + source.start(2)
        return argument.value, self.span(begin, begin + len(source[2])), FUNCTIONS[function][1]

    def is_in_parentheses(self, node: ast.Call) -> bool:
        between = self.place.text[
            self.place.bounds(node.func)[1] : self.place.bounds(node.args[0])[0]
        ]
        return re.sub(r"#[^\r\n]*", "", between).count("(") > 1

    def span(self, start: int, end: int) -> Span:
        return self.place.starts.span(start, end)

    def constant_targets(self, node) -> list[str]:
        match node:
            case ast.Assign() if all(isinstance(target, ast.Name) for target in node.targets):
                names = [target.id for target in node.targets]
            case ast.AnnAssign(simple=1, target=ast.Name(name)) if node.value is not None:
                names = [name]
            case _:
                return []
        is_constant = isinstance(node.value, ast.Constant)
        return names if is_constant and self.place.source(node.value) in CONSTANTS else []

    def assignment(self, node):
        match node:
            case ast.Assign() if calls_find_spec(node.value):
                for target in node.targets:
                    if not isinstance(target, ast.Name):
                        break
                    self.results_of_find_spec.add(target.id)
            case ast.AnnAssign(simple=1, target=ast.Name(name), value=ast.expr()):
                if calls_find_spec(node.value):
                    self.results_of_find_spec.add(name)


def blocks(node) -> list[list[ast.stmt]]:
    """Return the blocks of a compound statement."""
    if isinstance(node, ast.Match):
        return [case.body for case in node.cases]
    names = ("body", "orelse", "finalbody")
    return [part for name in names if isinstance(part := getattr(node, name, None), list)]


def outside_formatted(node):
    """Walk a tree in no particular order, leaving out what is in formatted strings."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, FORMATTED):
            yield node
            waiting.extend(ast.iter_child_nodes(node))


def calls_find_spec(node) -> bool:
    return any(
        isinstance(child, ast.Call) and name_of(child.func).split(".")[-1] == "find_spec"
        for child in outside_formatted(node)
    )


def name_of(node) -> str:
    """Return a dotted name, its first part empty if that is another expression."""
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(value, name):
            return f"{name_of(value)}.{name}"
    return ""


def known_function(node) -> str | None:
    *owner, function = name_of(node).split(".")
    known = function in FUNCTIONS and owner in ([], [FUNCTIONS[function][0]])
    return function if known else None


def fails_to_import(node) -> bool:
    *owner, name = name_of(node).split(".")
    return name in IMPORT_FAILURES and owner in ([], ["builtins"])


def catches(node) -> bool:
    """Tell whether what follows ``except`` catches a failing import."""
    if isinstance(node, ast.Tuple):
        return any(map(fails_to_import, node.elts))
    return node is None or fails_to_import(node)


def is_suppressing(item: ast.withitem) -> bool:
    call = item.context_expr
    if not isinstance(call, ast.Call):
        return False
    named = name_of(call.func) in ("suppress", "contextlib.suppress")
    return named and any(map(fails_to_import, call.args))
