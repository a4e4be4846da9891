import pytest

from venvlens.core.environment import Kind
from venvlens.core.pyvenv_cfg import parse


def test_the_one_that_venv_writes() -> None:
    cfg = parse(
        "home = /usr/local/bin\n"
        "include-system-site-packages = false\n"
        "version = 3.12.1\n"
        "executable = /usr/local/bin/python3.12\n"
        'command = /usr/local/bin/python3.12 -m venv --prompt="a=b" /project/.venv\n'
    )
    assert (cfg.kind, cfg.home, str(cfg.version)) == (Kind.VENV, "/usr/local/bin", "3.12.1")
    assert (cfg.system_site, cfg.executable) == (False, "/usr/local/bin/python3.12")


def test_the_one_that_uv_writes() -> None:
    cfg = parse("home = /b\nimplementation = CPython\nuv = 0.8.0\nversion_info = 3.13.0\n")
    assert (cfg.kind, str(cfg.version)) == (Kind.UV, "3.13.0")


def test_the_one_that_virtualenv_writes() -> None:
    cfg = parse(
        "home = /b\nversion_info = 3.10.13.final.0\nvirtualenv = 20.26.6\n"
        "base-executable = /b/python3.10\n"
    )
    assert (cfg.kind, str(cfg.version)) == (Kind.VIRTUALENV, "3.10.13")
    assert cfg.executable == "/b/python3.10"


@pytest.mark.parametrize(
    ("line", "sees"),
    [
        ("", True),  # site.py: only a key that is there can switch it off
        ("include-system-site-packages = true", True),
        ("Include-System-Site-Packages = TRUE", True),
        ("include-system-site-packages =", False),
        ("include-system-site-packages = yes", False),
        ("include-system-site-packages = true # really", False),
        ("include-system-site-packages: true", True),
        ("include-system-site-packages = true\ninclude-system-site-packages = false", False),
    ],
)
def test_whether_the_base_is_seen(line: str, sees: bool) -> None:
    assert parse(f"home = /b\n{line}\n").system_site is sees


def test_the_first_home_counts_and_may_hold_equals_signs() -> None:
    assert parse("HOME=/a=b\nhome = /c\n").home == "/a=b"


@pytest.mark.parametrize("text", ["", "home\n", "home =\n", "[section]\nhome: /a\n", "\udcff\0"])
def test_no_home(text: str) -> None:
    assert parse(text).home is None


@pytest.mark.parametrize("version", ["", "three", "3", "3.x", "3.12.1.final"])
def test_a_version_that_cannot_be_read_is_not_known(version: str) -> None:
    assert parse(f"home = /b\nversion = {version}\n").version is None
