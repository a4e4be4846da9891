"""A workspace that is not trusted: what works, what is refused, and how everything wakes up."""

from .conftest import install
from .editor import until
from .test_following import LABEL, follow, shows
from .test_picker import changes_of

CREATE = "venvlens.server.createEnvironment"
INSTALL = "venvlens.server.install"
MISSING = "venvlens.server.installMissing"


async def test_without_trust_findings_come_and_commands_are_refused(machine, start):
    prefix = machine.environment()
    editor = await start("vscode-1.139", options={"trusted": False})
    told = changes_of(editor)
    follow(editor, machine.project)
    uri = editor.open(machine.write("app.py", "import nope\n"))
    await editor.shows(uri, "import-missing")
    await shows(told, machine.project, "environment", LABEL)
    asked = {
        CREATE: {"prefix": str(prefix), "interpreter": None, "version": None},
        INSTALL: {"environment": str(prefix), "distributions": ["tiny-lens"]},
        MISSING: {"project": str(machine.project)},
    }
    for command, argument in asked.items():
        said = await editor.run(command, argument)
        assert (said["status"], said["untrusted"]) == ("refused", True)
        assert "not trusted" in said["message"]
    assert len(editor.messages) == 3


async def test_trust_that_is_given_later_needs_no_restart(machine, start):
    machine.uv()
    machine.wheel()
    prefix = machine.environment()
    editor = await start("vscode-1.139", options={"trusted": False})
    uri = editor.open(machine.write("app.py", "import tiny_lens\n"))
    await editor.shows(uri, "import-missing")
    argument = {"environment": str(prefix), "distributions": ["tiny-lens"]}
    assert (await editor.run(INSTALL, argument))["status"] == "refused"
    asked = editor.client.asked
    editor.client.protocol.notify("venvlens/trust")
    # Other settings count from now on: they are asked for again.
    await until(lambda: editor.client.asked > asked)
    said = await editor.run(INSTALL, argument)
    assert said["status"] == "done"
    assert "untrusted" not in said
    await editor.shows(uri)


async def test_what_is_refused_for_another_reason_is_not_for_trust(machine, start):
    prefix = machine.environment()
    editor = await start(options={"trusted": True})
    argument = {"environment": str(prefix / "gone"), "distributions": ["tiny-lens"]}
    said = await editor.run(INSTALL, argument)
    assert said["status"] == "refused"
    assert "untrusted" not in said


async def test_trust_is_not_taken_back(machine, start):
    """Whatever a client sends with it; and saying it twice changes nothing."""
    prefix = machine.environment()
    install(prefix, "here")
    editor = await start("vscode-1.139", options={"trusted": False})
    for params in (None, {"trusted": False}, {}):
        editor.client.protocol.notify("venvlens/trust", params)
    editor.configure({"venvlens": {"trusted": False}})
    argument = {"environment": str(prefix / "gone"), "distributions": ["tiny-lens"]}
    said = await editor.run(INSTALL, argument)
    assert "not trusted" not in said["message"]
