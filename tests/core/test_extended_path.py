import pytest

from venvlens.core import extended_path


@pytest.mark.parametrize(
    "text",
    [
        "__path__ = __import__('pkgutil').extend_path(__path__, __name__)",
        "__path__ = extend_path(__path__, __name__)  # noqa",
        "\ufeff__path__ = extend_path(__path__, __name__)",
        "import pkgutil\n__path__: list = pkgutil.extend_path(__path__, __name__)",
        "try:\n    x\nexcept ImportError:\n    __path__ = pkgutil.extend_path(__path__, __name__)",
    ],
)
def test_a_path_that_is_extended(text: str) -> None:
    assert extended_path.extends_path(text)
    assert "extend_path(__path__" not in extended_path.without_extension(text)


@pytest.mark.parametrize(
    "text",
    [
        "# __path__ = extend_path(__path__, __name__)",
        "from pkgutil import extend_path",
        "x = extend_path(y, z)",
    ],
)
def test_a_path_that_is_not(text: str) -> None:
    assert not extended_path.extends_path(text)


@pytest.mark.parametrize(
    ("text", "declares"),
    [
        ("__import__('pkg_resources').declare_namespace(__name__)", True),
        ("import pkg_resources; pkg_resources.declare_namespace('a')", True),
        ("try:\n    __import__('pkg_resources').declare_namespace(__name__)", True),
        ("# declare_namespace(__name__)", False),
        ("from pkg_resources import declare_namespace", False),
    ],
)
def test_a_declared_namespace(text: str, declares: bool) -> None:
    assert extended_path.declares_namespace(text) is declares


def test_the_folders_in_a_pkg_file() -> None:
    assert extended_path.listed("# no\n/a\r\n\n/b \n") == ("/a", "/b ")
    assert extended_path.listed("/a\0\n/b") == ("/b",)
    assert len(extended_path.listed("/a\n" * 5_000)) == 1_000
