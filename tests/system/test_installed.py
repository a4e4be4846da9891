"""What is installed outside of an environment, where its base Python would find it."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from described_machine import described

from venvlens.core.environment import Environment, Kind
from venvlens.core.python_version import PythonVersion
from venvlens.core.tree import Listing
from venvlens.system import installed

USUAL = {
    "linux": "/home/me/.local/lib/python3.12/site-packages",
    "darwin": "/Users/me/.local/lib/python3.12/site-packages",
    "win32": r"C:\Users\me\AppData\Roaming\Python\Python312\site-packages",
}
FRAMEWORK = "/Library/Frameworks/Python.framework/Versions/3.12"


@pytest.mark.parametrize(
    ("platform", "base", "environ", "expected"),
    [
        *((platform, None, {}, usual) for platform, usual in USUAL.items()),
        *((platform, None, {"PYTHONNOUSERSITE": "1"}, None) for platform in USUAL),
        ("linux", None, {"PYTHONNOUSERSITE": ""}, USUAL["linux"]),
        ("linux", None, {"PYTHONUSERBASE": "/u"}, "/u/lib/python3.12/site-packages"),
        ("linux", None, {"PYTHONUSERBASE": ""}, USUAL["linux"]),
        ("linux", None, {"PYTHONUSERBASE": "~/u"}, None),
        ("linux", None, {"PYTHONUSERBASE": "/u", "PYTHONNOUSERSITE": "x"}, None),
        ("win32", None, {"PYTHONUSERBASE": r"D:\u"}, r"D:\u\Python312\site-packages"),
        ("darwin", FRAMEWORK, {}, "/Users/me/Library/Python/3.12/lib/python/site-packages"),
        ("darwin", FRAMEWORK, {"PYTHONUSERBASE": "/u"}, "/u/lib/python/site-packages"),
        ("darwin", FRAMEWORK, {"PYTHONNOUSERSITE": "1"}, None),
    ],
)
def test_the_user_site_is_where_the_interpreter_would_look(
    platform: str, base: str | None, environ: dict[str, str], expected: str | None
) -> None:
    kind = PureWindowsPath if platform == "win32" else PurePosixPath
    places = [
        *USUAL.values(),
        "/u/lib/python3.12/site-packages",
        "/u/lib/python/site-packages",
        "~/u/lib/python3.12/site-packages",
        r"D:\u\Python312\site-packages",
        "/Users/me/Library/Python/3.12/lib/python/site-packages",
    ]
    found = Listing(frozenset(), frozenset({"wanted-1.0.dist-info"}), frozenset())
    machine = described(platform, environ=environ)
    environment = Environment(
        kind("/ws/.venv"),
        Kind.VENV,
        "",
        version=PythonVersion(3, 12),
        base_prefix=kind(base) if base else None,
    )

    class Sites:
        def listing(self, folder: object) -> Listing | None:
            return found if folder in [kind(place) for place in places] else None

    outside = installed.outside(environment, (), machine, Sites())  # type: ignore[arg-type]
    assert outside == ({"wanted": kind(expected)} if expected else {})
