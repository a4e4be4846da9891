"""Scripts with metadata of their own (PEP 723), with the environments that uv makes for them."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """\
# /// script
# requires-python = ">=3.9"
# dependencies = []
# ///
import nope
"""


def test_a_script_is_judged_by_the_environment_that_uv_made_for_it(world):
    world.global_python()
    world.write({"pyproject.toml": "", "tool.py": SCRIPT, "app.py": "import nope\n"})
    world.make_environment()
    before = world.run("check", "tool.py")
    assert "uv has made no environment for tool.py yet" in before.stdout
    assert "is not installed" not in before.stdout
    cache = world.root / "home" / ".cache" / "uv"
    subprocess.run(
        [sys.executable, "-m", "uv", "sync", "--quiet", "--offline", "--script", "tool.py"],
        cwd=world.project,
        env={**os.environ, "UV_CACHE_DIR": str(cache), "UV_PYTHON_DOWNLOADS": "never"},
        check=True,
    )
    after = world.run("check", "tool.py")
    assert "`nope` is not installed in the environment of tool.py (Python 3." in after.stdout
    assert "`nope` is not installed in .venv" in world.run("check", "app.py").stdout
    why = world.run("why", "tool.py").stdout
    assert "because uv keeps it for tool.py." in why
    (made,) = (cache / "environments-v2").glob("tool-*/pyvenv.cfg")
    assert str(Path(made).parent) in why
