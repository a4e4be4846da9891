"""What a path says is never run: the commands in real shells, for folders named to do harm."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shells_here import PROGRAMS, Playground, commands_of, every_shell, reports

from venvlens.core.activation_commands import NoCommand
from venvlens.core.activation_shells import Shell

NAMES = [
    *("a b", "  ", "it's", "'", "''", "'a''b'", 'say "x"', '"', "a\\b", "\\", "x\\", "\\'", '\\"'),
    *("$(touch canary)", "`touch canary`", "$HOME", "${HOME}", "$", "$$", "$'x'", "$((1))"),
    *("a;touch canary", "a&touch canary&", "a|touch canary", "a\ntouch canary\n", ">canary"),
    *("';touch canary;'", '";touch canary;"', "'$(touch canary)'", '"$(touch canary)"'),
    *("(touch canary)", "{touch canary}", "\\'$(touch canary)", "'\\''$(touch canary)", "@(1)"),
    *("!", "!!", "a!b", "!touch", "^a^b", "%PATH%", "%", "*", "?", "~", "~root", "-n", "--", "="),
    *("a\tb", "\t", "\n", "a\r", "\x1b[31m", "\x7f", "\x01", "ünï", "日本", "\u2018", "\u2019x"),
    *("a\\nb", "\\x41", "\\u{41}", "#x", "a #x", "[a]", "[", "{a,b}", "{", "}", "<x>", ".", "a=b"),
]
NAMES = [name if name != "." else "..." for name in NAMES]
CANNOT = {Shell.CSH: "\n", Shell.XONSH: "$"}
PARTS = st.sampled_from(
    [
        *"'\"\\$`;&|!%*?~-\n\t #[]{}()<>=^@+,.é\u2018",
        "touch canary",
        "$(",
        "a",
        "\r",
        "\x1b",
        "HOME",
        "\\n",
    ]
)
HOSTILE = st.lists(PARTS, min_size=1, max_size=10).map("".join).filter(lambda s: s.strip("."))


def check(shell: str, name: str, playground: Playground) -> None:
    """Activate, ask ``python`` who it is, deactivate, and ask again."""
    environment = playground.environment(name)
    known = commands_of(environment, PROGRAMS[shell].language)
    if isinstance(known, NoCommand):
        assert CANNOT.get(PROGRAMS[shell].language, "\0") in name, known.reason
        return
    calls = PROGRAMS[shell].calls
    done = playground.run(
        shell, "\n".join([known.plain.activate, calls, known.plain.deactivate, calls])
    )
    said = reports(done)
    assert len(said) == 2, done.stderr
    inside, outside = said
    prefix = str(environment.prefix)
    assert inside.program == f"{prefix}/bin/python"
    assert inside.environ["VIRTUAL_ENV"] == prefix
    assert inside.environ["VIRTUAL_ENV_PROMPT"] == environment.prefix.name
    assert inside.environ["PATH"] == f"{prefix}/bin:{playground.path}"
    assert outside.program == f"{playground.root}/bin/python"
    assert outside.environ["PATH"] == playground.path
    assert not {"VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT"} & outside.environ.keys()
    assert (playground.left(), done.stderr) == ([], b"")


@pytest.mark.parametrize("shell", every_shell())
def test_the_names_that_have_done_harm_elsewhere(shell, tmp_path):
    for name in NAMES:
        check(shell, name, Playground(tmp_path))


@pytest.mark.parametrize("shell", every_shell())
def test_any_name_at_all(shell):
    @settings(
        max_examples=30 if shell == "xonsh" else 120,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(name=HOSTILE)
    def holds(name: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            check(shell, name, Playground(Path(folder).resolve()))

    holds()


# A person types at a prompt, where these shells replace what stands behind an exclamation mark.
TYPED = {
    "bash": ("bash", "--norc", "--noprofile", "-i"),
    "zsh": ("zsh", "-f", "-i"),
    "tcsh": ("tcsh", "-f", "-i"),
    "fish": ("fish", "-N", "-i"),
}


@pytest.mark.parametrize("shell", every_shell(*TYPED))
def test_what_is_typed_at_a_prompt_means_the_same(shell, tmp_path):
    playground = Playground(tmp_path)
    for name in ["!!", "a!b", "!touch", "it's!", "\\!", "!'!", "a\t!b", "$(touch canary)!", "^a^b"]:
        environment = playground.environment(name)
        known = commands_of(environment, PROGRAMS[shell].language)
        assert not isinstance(known, NoCommand)
        text = f"true\n{known.plain.activate}\npython\nexit\n"
        [inside] = reports(playground.run(shell, text, *TYPED[shell], TERM="dumb"))
        assert inside.program == f"{environment.prefix}/bin/python"
        assert inside.environ["VIRTUAL_ENV"] == str(environment.prefix)
    assert playground.left() == []


@pytest.mark.parametrize("shell", every_shell())
def test_an_interpreter_is_not_led_astray(shell, tmp_path):
    """PYTHONHOME goes; xonsh itself would not start with one."""
    playground = Playground(tmp_path)
    known = commands_of(playground.environment("a b"), PROGRAMS[shell].language)
    assert not isinstance(known, NoCommand)
    variables = {} if shell == "xonsh" else {"PYTHONHOME": "/nowhere"}
    text = f"{known.plain.activate}\n{PROGRAMS[shell].calls}"
    [inside] = reports(playground.run(shell, text, **variables))
    assert "PYTHONHOME" not in inside.environ


@pytest.mark.parametrize("shell", every_shell("bash", "dash", "zsh", "mksh", "ksh93"))
def test_no_path_at_all_does_not_put_the_current_folder_on_it(shell, tmp_path):
    playground = Playground(tmp_path)
    environment = playground.environment("a b")
    known = commands_of(environment, PROGRAMS[shell].language)
    assert not isinstance(known, NoCommand)
    text = f"unset PATH; {known.plain.activate}; python"
    [inside] = reports(playground.run(shell, text))
    assert inside.environ["PATH"] == f"{environment.prefix}/bin"


@pytest.mark.parametrize("shell", every_shell())
def test_deactivating_what_is_not_activated_changes_nothing(shell, tmp_path):
    playground = Playground(tmp_path)
    known = commands_of(playground.environment("a b"), PROGRAMS[shell].language)
    assert not isinstance(known, NoCommand)
    text = f"{known.plain.deactivate}\n{PROGRAMS[shell].calls}"
    [outside] = reports(playground.run(shell, text))
    assert outside.environ["PATH"] == playground.path
