import pytest

from venvlens.core.exposure import Exposure, exposure
from venvlens.core.imports import Guard, Suppressed, Test, TryBody, TryElse, TryHandler
from venvlens.core.python_version import PythonVersion
from venvlens.core.search_path import Target

LINUX_312 = Target(PythonVersion(3, 12, 1), "linux")


def reach(*guards: Guard, flags: frozenset[str] = frozenset()) -> Exposure:
    return exposure(guards, flags, LINUX_312)


def test_no_guard_means_that_the_failure_is_seen() -> None:
    assert reach() is Exposure.RUNS


def test_what_code_is_ready_for_is_optional() -> None:
    for guard in (TryBody(0), TryElse(0), Suppressed()):
        assert reach(guard) is Exposure.OPTIONAL


def test_a_handler_is_a_fallback() -> None:
    assert reach(TryHandler(0)) is Exposure.FALLBACK


@pytest.mark.parametrize(
    "text",
    [
        "sys.version_info >= (3, 13)",
        "sys.version_info < (3, 8)",
        "sys.version_info[0] == 2",
        "sys.version_info[:2] < (3, 12)",
        "sys.version_info.major < 3",
        "(3, 13) <= sys.version_info < (4,)",
        "version_info < (3,)",
        "sys.platform == 'win32'",
        "sys.platform.startswith('win')",
        "sys.platform in ('win32', 'cygwin')",
        "os.name == 'nt'",
        "platform.system() == 'Windows'",
        "sys.implementation.name == 'pypy'",
        "platform.python_implementation() == 'PyPy'",
        "not (sys.version_info >= (3, 8))",
        "sys.version_info >= (3, 13) and DEBUG",
        "six.PY2",
        "PY313",
        "compat.PY_3_14_PLUS",
        "not PY310",
        "False",
        "0",
    ],
)
def test_a_branch_that_this_interpreter_never_takes(text: str) -> None:
    assert reach(Test(text, True)) is Exposure.NEVER
    assert reach(Test(text, False)) is Exposure.RUNS


@pytest.mark.parametrize("text", ["DEBUG", "f(x)", "sys.version_info >= limit", "a b", "", "(("])
def test_a_test_that_cannot_be_told_takes_nothing_away(text: str) -> None:
    assert reach(Test(text, True)) is Exposure.RUNS
    assert reach(Test(text, False)) is Exposure.RUNS


@pytest.mark.parametrize(
    "text", ["TYPE_CHECKING", "typing.TYPE_CHECKING", "TYPE_CHECKING or False"]
)
def test_type_checking_only(text: str) -> None:
    assert reach(Test(text, True)) is Exposure.TYPE_CHECKING
    assert reach(Test(text, False)) is Exposure.RUNS
    assert reach(Test(f"not ({text})", True)) is Exposure.RUNS


def test_asking_whether_it_is_installed_makes_it_optional() -> None:
    assert reach(Test("importlib.util.find_spec('x') is not None", True)) is Exposure.OPTIONAL
    assert reach(Test("find_spec('x')", False)) is Exposure.OPTIONAL
    assert reach(Test("HAS_X", True), flags=frozenset({"HAS_X"})) is Exposure.OPTIONAL


def test_the_mildest_guard_decides() -> None:
    assert reach(TryBody(0), Test("sys.platform == 'win32'", True)) is Exposure.NEVER
    assert reach(Test("DEBUG", True), TryBody(0)) is Exposure.OPTIONAL
