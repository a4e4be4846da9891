"""The invariants of server/ARCHITECTURE.md that can be read off the source.

Each test lists every place that breaks its rule. An exception stands beside its rule with its
reason, and one that is no longer needed fails too.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from venvlens.core.findings import Code, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "server" / "venvlens"
FILES = {str(path.relative_to(PACKAGE)): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in FILES.items()}

GENERATED = {"core/stdlib_tables.py"}
LONGEST_FUNCTION = 45
LONGEST_FILE = 260


def in_layer(name: str) -> dict[str, ast.Module]:
    """Return the modules of one layer."""
    found = {file: tree for file, tree in TREES.items() if file.startswith(f"{name}/")}
    assert found, name
    return found


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the dotted names that a module imports, with their lines."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in names)


def dotted(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield what a module takes from others: ``os.environ``, however it is written."""
    yield from imported(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=attribute):
                yield node.lineno, f"{owner}.{attribute}"


def places(found: Iterable[tuple[str, int, str]], allowed: Mapping[str, str]) -> list[str]:
    """Return the places that nothing allows, and the exceptions that nothing needs.

    An exception is ``file: what``, or ``file`` alone for all that a file does.
    """
    unused = set(allowed)
    broken = []
    for file, line, what in found:
        exceptions = {file, f"{file}: {what}"} & allowed.keys()
        unused -= exceptions
        if not exceptions:
            broken.append(f"{file}:{line} {what}")
    return broken + [f"no longer needed: {exception}" for exception in sorted(unused)]


def test_the_layers_import_in_one_direction(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(PACKAGE.parent))
    status = lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_only_the_lsp_layer_knows_the_protocol():
    found = [
        (file, line, name)
        for file, tree in TREES.items()
        if not file.startswith("lsp/")
        for line, name in imported(tree)
        if name.split(".")[0] in {"pygls", "lsprotocol"}
    ]
    assert places(found, {}) == []


IMPURE = re.compile(
    r"(asyncio|concurrent|ctypes|glob|importlib|locale|logging|multiprocessing|os|pkgutil|platform"
    r"|platformdirs|selectors|shutil|signal|site|socket|sqlite3|ssl|subprocess|sys|sysconfig"
    r"|tempfile|threading|time|urllib)"
)
IMPURE_CALLS = {"open", "print", "input", "exec", "eval", "compile", "__import__"}
PURE_PATHS = {"pathlib.PurePath", "pathlib.PurePosixPath", "pathlib.PureWindowsPath"}


def test_the_core_asks_nobody_but_its_arguments():
    found = []
    for file, tree in in_layer("core").items():
        for line, name in imported(tree):
            top = name.split(".")[0]
            if IMPURE.fullmatch(top) or (top == "pathlib" and name not in PURE_PATHS):
                found.append((file, line, name))
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id=name)) if name in IMPURE_CALLS:
                    found.append((file, node.lineno, name))
    assert places(found, {}) == []


AMBIENT = {
    *(f"os.{name}" for name in ("environ", "environb", "getenv", "getcwd", "name", "uname")),
    *("sys.platform", "sys.path", "sys.prefix", "sys.base_prefix", "sys.exec_prefix"),
    *("sys.executable", "sys.version", "sys.version_info", "sys.modules"),
    *("Path.home", "Path.cwd", "os.path.expanduser", "path.expanduser", "os.path.expandvars"),
    *("platformdirs.user_data_path", "platformdirs.user_config_path"),
}
ENDS_PROCESSES = "processes are started and ended as this system wants it; decides no verdict"
AMBIENT_ALLOWED = {
    "system/host.py": "the one place that reads what this process inherits",
    "system/state.py: platformdirs.user_data_path": "where this system keeps a user's data",
    "system/process/group.py: sys.platform": ENDS_PROCESSES,
    "system/process/steps.py: sys.platform": ENDS_PROCESSES,
    "system/process/removal.py: sys.platform": ENDS_PROCESSES,
    "system/process/family.py: sys.platform": ENDS_PROCESSES,
    "system/tools.py: sys.platform": "what this system can start; decides no verdict",
    "lsp/connection.py: sys.platform": "how this system ends programs; decides no verdict",
    "cli/terminal.py: os.name": "the terminal that we write to",
    "cli/windows_console.py: sys.platform": "the terminal that we write to",
    "cli/running.py: sys.platform": "which signals this system ends a program with",
    "cli/paths.py: Path.cwd": "what the words of a command line are relative to",
}


def test_only_the_host_reads_what_the_process_inherits():
    found = [
        (file, line, name)
        for file, tree in TREES.items()
        for line, name in dotted(tree)
        if name in AMBIENT or name.split(".")[0] in {"sysconfig", "site", "platform"}
    ]
    assert places(found, AMBIENT_ALLOWED) == []


def test_only_the_runner_of_plans_starts_processes():
    starts = re.compile(
        r"(subprocess|multiprocessing|pty)\b.*|os\.(exec|spawn|posix_spawn|fork|popen|system).*"
        r"|asyncio\.(create_subprocess_|subprocess).*"
    )
    found = [
        (file, line, name)
        for file, tree in TREES.items()
        for line, name in dotted(tree)
        if starts.fullmatch(name)
    ]
    runner = "runs what the user asked for by name"
    allowed = {"system/process/steps.py": runner, "system/process/group.py": runner}
    assert places(found, allowed) == []


def test_the_command_line_runs_plans_in_one_place_and_for_named_commands():
    found = [
        (file, line, module)
        for file, tree in in_layer("cli").items()
        for line, name in imported(tree)
        for module in ("system.process", "cli.running")
        if f"{name}.".startswith(f"venvlens.{module}.")
    ]
    runs = "runs what a person asked for by name"
    # Each command that runs a plan stands here: "cli/NAME.py: cli.running".
    allowed = {
        "cli/running.py: system.process": runs,
        "cli/create.py: cli.running": runs,
        "cli/fix.py: cli.running": runs,
        "cli/install.py: cli.running": runs,
        "cli/repair.py: cli.running": runs,
    }
    assert places(found, allowed) == []


def test_nothing_is_deleted_that_we_did_not_make():
    found = [
        (file, node.lineno, node.func.attr)
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in {"rmtree", "unlink", "rmdir", "removedirs"}
        or ast.unparse(node.func) == "os.remove"
    ]
    ours = "what a plan has made or set aside, and the links to what was there before"
    allowed = {
        "system/process/removal.py: rmtree": ours,
        "system/process/removal.py: unlink": ours,
        "system/process/written.py: unlink": "a file that the tools of a failed plan have made",
        "system/process/appeared.py: rmdir": "empty folders that a failed plan has made",
    }
    assert places(found, allowed) == []


CHANGES = re.compile(
    r"(add|append|appendleft|clear|discard|extend|insert|pop|popitem|popleft|remove|reverse"
    r"|setdefault|sort|update)"
)
STATEFUL = re.compile(
    r".*(Server|Session|Runner|Surveyor|Inspector|Disk|Cache|Executor|Lock|Event|Thread|Queue)"
    r"|(Weak.*|defaultdict|deque|OrderedDict|Counter|ContextVar|local)"
)
CACHED_ALLOWED = {
    "core/stdlib.py: cache": "pure functions of a version over tables that never change",
    "core/standard_library.py: cache": "pure functions of a version over tables that never change",
    "system/import_table.py: cache": "a file that is part of the program and never changes",
    "core/exposure.py: lru_cache": "a pure function of a condition's text; bounded",
}


def module_names(tree: ast.Module) -> set[str]:
    """Return the names that are assigned at the top of a module."""
    targets: list[ast.expr] = []
    for node in tree.body:
        match node:
            case ast.Assign():
                targets += node.targets
            case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
                targets.append(target)
    return {target.id for target in targets if isinstance(target, ast.Name)}


def changes_of(names: set[str], function: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield where a function changes one of the names' values in place."""
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attribute)):
                if name in names and CHANGES.fullmatch(attribute):
                    yield node.lineno, f"{name}.{attribute}"
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                if name in names:
                    yield node.lineno, f"{name}[...]"
            case ast.Global(names=changed):
                yield from ((node.lineno, f"global {name}") for name in changed)


def test_no_state_lives_in_a_module():
    found = []
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                local = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) if _stores(n)}
                shared = module_names(tree) - local - {a.arg for a in ast.walk(node) if _is_arg(a)}
                found += ((file, line, what) for line, what in changes_of(shared, node))
        for statement in tree.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign):
                found += ((file, line, what) for line, what in stateful_calls(statement))
    assert places(found, {}) == []


def _stores(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _is_arg(node: ast.AST) -> bool:
    return isinstance(node, ast.arg)


def stateful_calls(statement: ast.stmt) -> Iterator[tuple[int, str]]:
    """Yield the stateful objects that a statement at the top of a module makes."""
    for node in ast.walk(statement):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                if STATEFUL.fullmatch(name):
                    yield node.lineno, name


def test_only_pure_functions_remember_their_answers():
    found = [
        (file, line, name.removeprefix("functools."))
        for file, tree in TREES.items()
        for line, name in dotted(tree)
        if name in {"functools.cache", "functools.lru_cache"}
    ]
    assert places(found, CACHED_ALLOWED) == []


def test_functions_stay_short():
    found = [
        (file, node.lineno, f"{node.name} has {length} lines")
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert places(found, {}) == []


def test_files_stay_short():
    lengths = {file: path.read_text("utf-8").count("\n") for file, path in FILES.items()}
    found = [(f, n, "lines") for f, n in lengths.items() if n > LONGEST_FILE if f not in GENERATED]
    assert places(found, {}) == []


RULES = (ROOT / "server" / "RULES.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", RULES, re.MULTILINE | re.DOTALL))


def test_every_rule_is_described_under_its_own_heading():
    assert list(SECTIONS) == [code.value for code in Code]


@pytest.mark.parametrize("code", Code)
def test_a_rule_tells_its_severity_an_example_the_way_out_and_how_to_silence_it(code):
    section = SECTIONS[code.value]
    assert f"Default severity: {code.default_severity.value}" in section
    assert code.default_severity is not Severity.OFF
    language = "```text" if code.is_of_health else "```python"
    for part in ("**Example**", language, "**How to mend it**", "**How to silence it**"):
        assert part in section
    # Most files at fault have no place for a comment.
    silences = f'`{code.value} = "off"`' if code.is_of_health else f"ignore[{code.value}]"
    assert silences in section
