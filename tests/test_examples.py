"""The bundled example, as the README shows it: on any machine the same findings."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent / "examples" / "shop"
MISSING = {
    ("__main__.py", 5, "import-missing", "rich.console"),
    ("__main__.py", 6, "import-missing", "rich.table"),
    ("prices.py", 8, "import-missing", "httpx"),
}
MISSPELLED = {
    ("prices.py", 5, "import-missing-submodule", "concurrent.future"),
    ("prices.py", 10, "import-missing-submodule", "shop.catalogue"),
}
WITHOUT_ENVIRONMENT = {
    ("__main__.py", 5, "environment-missing", "rich.console"),
    ("prices.py", 8, "environment-missing", "httpx"),
}


@pytest.fixture
def shop(tmp_path) -> Path:
    folder = tmp_path / "workspace" / "shop"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    return folder


def check(shop: Path) -> set[tuple[str, int, str, str]]:
    """Run ``venvlens check`` as a user with an empty home.

    Returns file, line, code and flagged text of what is more than a hint.
    """
    home = shop.parent.parent / "home"
    home.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "venvlens", "check", "--format", "json", str(shop)],
        env={"HOME": str(home), "PATH": str(Path(sys._base_executable).parent)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)["findings"]
    return {read(finding) for finding in found if finding["severity"] != "hint"}


def read(finding: dict) -> tuple[str, int, str, str]:
    path, line = Path(finding["file"]), finding["line"]
    text = path.read_text("utf-8").splitlines()[line - 1]
    flagged = text[finding["column"] - 1 : finding["endColumn"] - 1]
    return path.name, line, finding["code"], flagged


def test_in_an_environment_without_packages(shop):
    argv = [sys._base_executable, "-m", "venv", "--without-pip", str(shop / ".venv")]
    subprocess.run(argv, check=True, timeout=60)
    assert check(shop) == MISSING | MISSPELLED


def test_without_an_environment(shop):
    assert check(shop) == WITHOUT_ENVIRONMENT | MISSPELLED
