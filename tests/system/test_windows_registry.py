"""The registry of Windows, through a module that behaves like ``winreg``."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from machine_here import machine_on

from venvlens.core.machine import NoRegistry
from venvlens.system.locators import windows_registry as locator
from venvlens.system.windows_registry import WindowsRegistry, registry_of

PYTHON = {
    ("HKCU", r"Software\Python"): ["PythonCore", "Other"],
    ("HKLM", r"Software\Python"): ["PythonCore"],
}
VALUES = {
    ("HKCU", r"Software\Python\PythonCore\3.12\InstallPath"): {
        "": (r"%HOME%\Python312", "expand"),
        "ExecutablePath": (r"C:\%HOME%\python.exe", "text"),
        "Number": (312, "number"),
        "Words": (["a", "b"], "many"),
    }
}


class Winreg:
    """Keys and values of a table; what is not there is an OSError, as in ``winreg``."""

    HKEY_CURRENT_USER = 1
    HKEY_LOCAL_MACHINE = 2
    KEY_READ = 0x20019
    KEY_WOW64_64KEY = 0x100
    REG_SZ = 1
    REG_EXPAND_SZ = 2

    def __init__(self) -> None:
        self.open = 0
        self.asked: list[int] = []

    @contextmanager
    def OpenKey(self, key: int, sub_key: str, reserved: int, access: int) -> Iterator[object]:  # noqa: N802
        assert reserved == 0
        self.asked.append(access)
        opened = ("HKCU" if key == self.HKEY_CURRENT_USER else "HKLM", sub_key)
        if opened not in PYTHON and opened not in VALUES:
            raise FileNotFoundError(2, sub_key)
        self.open += 1
        try:
            yield opened
        finally:
            self.open -= 1

    def EnumKey(self, key: object, index: int) -> str:  # noqa: N802
        names = PYTHON.get(key, [])  # type: ignore[call-overload]
        if index >= len(names):
            raise OSError(259, "No more data is available")
        return names[index]  # type: ignore[no-any-return]

    def QueryValueEx(self, key: object, name: str) -> tuple[object, int]:  # noqa: N802
        values = VALUES.get(key, {})  # type: ignore[call-overload]
        if name not in values:
            raise FileNotFoundError(2, name)
        data, kind = values[name]
        return data, {"text": 1, "expand": 2, "number": 4, "many": 7}[kind]

    def ExpandEnvironmentStrings(self, text: str) -> str:  # noqa: N802
        return text.replace("%HOME%", r"C:\Users\me")


INSTALLED = r"HKCU\Software\Python\PythonCore\3.12\InstallPath"


@pytest.mark.parametrize(
    ("key", "names"),
    [
        (r"HKCU\Software\Python", ("PythonCore", "Other")),
        (r"HKLM\Software\Python", ("PythonCore",)),
        (r"HKLM\Software\WOW6432Node\Python", ()),
        (INSTALLED, ()),
    ],
)
def test_keys_are_named_until_there_are_no_more(key: str, names: tuple[str, ...]) -> None:
    winreg = Winreg()
    assert WindowsRegistry(winreg).keys(key) == names
    assert winreg.open == 0


def test_the_keys_of_64_bit_programs_are_read() -> None:
    winreg = Winreg()
    WindowsRegistry(winreg).keys(r"HKLM\Software\Python")
    assert winreg.asked == [Winreg.KEY_READ | Winreg.KEY_WOW64_64KEY]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("", r"C:\Users\me\Python312"),
        ("ExecutablePath", r"C:\%HOME%\python.exe"),
        ("Number", None),
        ("Words", None),
        ("gone", None),
    ],
)
def test_values_are_text_or_nothing(name: str, value: str | None) -> None:
    winreg = Winreg()
    assert WindowsRegistry(winreg).value(INSTALLED, name) == value
    assert winreg.open == 0


def test_a_key_without_end_is_read_to_a_bound() -> None:
    class Endless(Winreg):
        def EnumKey(self, key: object, index: int) -> str:  # noqa: N802
            return f"key {index}"

    assert len(WindowsRegistry(Endless()).keys(r"HKCU\Software\Python")) == 2000


def test_other_systems_have_none() -> None:
    assert isinstance(registry_of("linux"), NoRegistry)
    assert isinstance(registry_of("darwin"), NoRegistry)


def test_windows_is_asked_through_its_own_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "winreg", Winreg())
    assert machine_on("win32").registry.keys(r"HKLM\Software\Python") == ("PythonCore",)
    assert list(locator.locate(machine_on("win32"))) == []
