"""The commands, by the documented rules: also of shells that do not run where the tests do."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from venvlens.core import activation_quoting as quoting
from venvlens.core.activation import Activatable, Activation, activation
from venvlens.core.activation_commands import Commands, NoCommand, commands
from venvlens.core.activation_report import told
from venvlens.core.activation_shells import NAMES, Shell, guess, hindrance, named
from venvlens.core.environment import Environment, Kind

SCRIPTS = frozenset(
    {"activate", "activate.fish", "activate.csh", "activate.nu", "activate.xsh"}
    | {"Activate.ps1", "activate.bat"}
)
POSIX = PurePosixPath("/srv/my shop/.venv")
WINDOWS = PureWindowsPath("C:\\my shop\\.venv")


def given(prefix, kind: Kind = Kind.VENV, scripts=SCRIPTS, **more) -> Activatable:
    platform = "win32" if isinstance(prefix, PureWindowsPath) else "linux"
    return Activatable(Environment(prefix, kind, ""), platform, scripts=scripts, **more)


def known(wanted: Activatable, shell: Shell) -> Commands | NoCommand:
    meant = activation(wanted)
    assert isinstance(meant, Activation)
    return commands(wanted, meant, shell)


def usual(wanted: Activatable, shell: Shell) -> str:
    found = known(wanted, shell)
    assert isinstance(found, Commands)
    return found.usual.activate


def plain(wanted: Activatable, shell: Shell) -> tuple[str, str]:
    found = known(wanted, shell)
    assert isinstance(found, Commands)
    return found.plain.activate, found.plain.deactivate


@pytest.mark.parametrize(
    ("shell", "command"),
    [
        (Shell.BASH, "source '/srv/my shop/.venv/bin/activate'"),
        (Shell.ZSH, "source '/srv/my shop/.venv/bin/activate'"),
        (Shell.SH, ". '/srv/my shop/.venv/bin/activate'"),
        (Shell.KSH, ". '/srv/my shop/.venv/bin/activate'"),
        (Shell.FISH, "source '/srv/my shop/.venv/bin/activate.fish'"),
        (Shell.CSH, "source '/srv/my shop/.venv/bin/activate.csh'"),
        (Shell.NUSHELL, 'overlay use "/srv/my shop/.venv/bin/activate.nu"'),
        (Shell.XONSH, "source '/srv/my shop/.venv/bin/activate.xsh'"),
        (Shell.POWERSHELL, "& '/srv/my shop/.venv/bin/Activate.ps1'"),
    ],
)
def test_the_environments_own_script_is_what_to_type(shell, command):
    assert usual(given(POSIX), shell) == command


@pytest.mark.parametrize(
    ("shell", "command"),
    [
        (Shell.POWERSHELL, "& 'C:\\my shop\\.venv\\Scripts\\Activate.ps1'"),
        (Shell.CMD, '"C:\\my shop\\.venv\\Scripts\\activate.bat"'),
        (Shell.NUSHELL, 'overlay use "C:\\\\my shop\\\\.venv\\\\Scripts\\\\activate.nu"'),
        (Shell.BASH, "source 'C:\\my shop\\.venv\\Scripts\\activate'"),
    ],
)
def test_the_scripts_of_windows_are_in_scripts(shell, command):
    assert usual(given(WINDOWS), shell) == command


def test_variables_in_powershell():
    activate, deactivate = plain(given(WINDOWS), Shell.POWERSHELL)
    assert activate == (
        "$env:VIRTUAL_ENV = 'C:\\my shop\\.venv'; $env:VIRTUAL_ENV_PROMPT = '.venv'; "
        "$env:PYTHONHOME = $null; $env:PATH = 'C:\\my shop\\.venv\\Scripts;' + $env:PATH"
    )
    assert deactivate == (
        "$env:PATH = ($env:PATH -split ';' | Where-Object "
        "{ $_ -ne 'C:\\my shop\\.venv\\Scripts' }) -join ';'; "
        "$env:VIRTUAL_ENV = $null; $env:VIRTUAL_ENV_PROMPT = $null"
    )
    activate, deactivate = plain(given(POSIX), Shell.POWERSHELL)
    assert "$env:PATH = '/srv/my shop/.venv/bin:' + $env:PATH" in activate
    assert "-split ':' | Where-Object { $_ -cne '/srv/my shop/.venv/bin' }" in deactivate


def test_variables_in_cmd():
    assert plain(given(PureWindowsPath("C:\\a & b\\.venv")), Shell.CMD) == (
        'set "VIRTUAL_ENV=C:\\a & b\\.venv" & set "VIRTUAL_ENV_PROMPT=.venv" & '
        'set "PYTHONHOME=" & set "PATH=C:\\a & b\\.venv\\Scripts;%PATH%"',
        'set "PATH=%PATH:C:\\a & b\\.venv\\Scripts;=%" & set "VIRTUAL_ENV=" & '
        'set "VIRTUAL_ENV_PROMPT="',
    )


def test_variables_in_nushell_of_windows():
    activate, deactivate = plain(given(WINDOWS), Shell.NUSHELL)
    folder = '"C:\\\\my shop\\\\.venv\\\\Scripts"'
    assert f"$env.Path = ($env.Path | prepend [{folder}])" in activate
    assert f"$env.Path = ($env.Path | where $it != {folder})" in deactivate


def test_bash_on_windows_has_posix_folders_on_path():
    activate, deactivate = plain(given(WINDOWS), Shell.BASH)
    assert "export PATH='/c/my shop/.venv/Scripts'\"${PATH:+:$PATH}\"" in activate
    assert "*:'/c/my shop/.venv/Scripts':*" in deactivate
    share = given(PureWindowsPath("\\\\host\\share\\.venv"))
    assert "export PATH=//host/share/.venv/Scripts" in plain(share, Shell.BASH)[0]


@pytest.mark.parametrize("shell", [shell for shell in Shell if shell is not Shell.CMD])
def test_without_a_script_of_its_own_a_shell_gets_variables(shell):
    found = known(given(POSIX, scripts=frozenset()), shell)
    assert isinstance(found, Commands)
    assert found.own is None
    assert found.usual is found.plain


HARMFUL = [*"'\"$`;&|!%*?~\n\t#[]{}()<>=^\\", "$(x)", "\x1b", "\u2018"]


@pytest.mark.parametrize("part", HARMFUL)
@pytest.mark.parametrize("shell", [Shell.BASH, Shell.FISH, Shell.POWERSHELL, Shell.NUSHELL])
def test_a_script_that_may_run_its_path_is_not_offered(shell, part):
    for wanted in (
        given(POSIX.parent / f"a{part}b" / ".venv"),
        given(POSIX, prompt=f"a{part}b"),
        given(PurePosixPath(f"/c/envs/a{part}b"), Kind.CONDA, scripts=frozenset()),
    ):
        found = known(wanted, shell)
        assert isinstance(found, Commands)
        assert found.own is None


@pytest.mark.parametrize("name", ["a b", "ünï", "日本", "a-b_c.d+e@f,g"])
def test_harmless_names_keep_the_script(name):
    assert usual(given(POSIX.parent / name), Shell.BASH).startswith("source ")


def test_nothing_of_an_untrusted_workspace_is_read_by_the_shell():
    for wanted in (given(POSIX, trusted=False), given(POSIX, Kind.CONDA, trusted=False)):
        assert usual(wanted, Shell.BASH).startswith("export ")


@pytest.mark.parametrize(
    ("shell", "command"),
    [
        (Shell.BASH, "conda activate '/srv/my shop/.venv'"),
        (Shell.FISH, "conda activate '/srv/my shop/.venv'"),
        (Shell.CSH, "conda activate '/srv/my shop/.venv'"),
        (Shell.POWERSHELL, "conda activate '/srv/my shop/.venv'"),
    ],
)
def test_conda_activates_its_environments_by_their_folder(shell, command):
    wanted = given(POSIX, Kind.CONDA, scripts=frozenset())
    found = known(wanted, shell)
    assert isinstance(found, Commands)
    assert (found.usual.activate, found.usual.deactivate) == (command, "conda deactivate")


def test_conda_activates_by_name_where_the_name_is_sure():
    wanted = given(PurePosixPath("/c/envs/shop"), Kind.CONDA, conda="micromamba", conda_name="shop")
    assert usual(wanted, Shell.ZSH) == "micromamba activate shop"
    assert plain(wanted, Shell.ZSH)[0].startswith("export CONDA_PREFIX=/c/envs/shop; ")


@pytest.mark.parametrize("shell", [Shell.NUSHELL, Shell.ELVISH])
def test_a_shell_that_conda_does_not_know_gets_variables(shell):
    assert "CONDA_PREFIX" in usual(given(POSIX, Kind.CONDA), shell)


def test_pixis_environments_get_variables():
    assert usual(given(POSIX, Kind.PIXI), Shell.BASH).startswith("export CONDA_PREFIX=")


def test_a_global_interpreter_gets_a_sentence():
    found = known(given(PurePosixPath("/usr"), Kind.SYSTEM), Shell.BASH)
    assert isinstance(found, NoCommand)
    assert "there is nothing to activate" in found.reason


@pytest.mark.parametrize(
    ("prefix", "shell", "why"),
    [
        (PurePosixPath("/a\nb"), Shell.CSH, "csh ends a command at a line break"),
        (PurePosixPath("/a$b"), Shell.XONSH, "xonsh replaces variables in the folders of PATH"),
        (PureWindowsPath("C:\\a%b"), Shell.XONSH, "xonsh replaces variables"),
        (PureWindowsPath("C:\\%PATH%"), Shell.CMD, "cmd replaces what stands between two % signs"),
        (PureWindowsPath("C:\\a!b"), Shell.CMD, "cmd may replace what stands between two ! signs"),
        (PureWindowsPath("C:\\a=b"), Shell.CMD, "cmd cannot take a folder with = out of PATH"),
        (PureWindowsPath("C:\\a\nb"), Shell.CMD, "a control character ends it"),
        (PurePosixPath("/a"), Shell.CMD, "cmd is a shell of Windows only."),
    ],
)
def test_what_a_shell_cannot_say_gets_a_sentence_and_no_command(prefix, shell, why):
    wanted = given(prefix)
    found = known(wanted, shell)
    assert isinstance(found, NoCommand)
    assert why in found.reason
    [answer] = told(wanted, shell)["commands"]  # type: ignore[misc]
    assert (answer["activate"], answer["plain"]) == (None, None)
    assert answer["reason"] == found.reason


@pytest.mark.parametrize("shell", Shell)
@pytest.mark.parametrize("text", ["a\0b", "a\udcffb", "\ud800"])
def test_no_shell_can_say_what_is_no_text(shell, text):
    assert hindrance(shell, text, "win32")


@pytest.mark.parametrize(
    ("quote", "text", "quoted"),
    [
        (quoting.posix, "/a/b-c.d", "/a/b-c.d"),
        (quoting.posix, "-n", "'-n'"),
        (quoting.posix, "~", "'~'"),
        (quoting.posix, "", "''"),
        (quoting.posix, "it's", "'it'\\''s'"),
        (quoting.posix, "a\nb", "'a\nb'"),
        (quoting.ansi_c, "it's", "'it'\\''s'"),
        (quoting.ansi_c, "a\nb", "$'a\\012b'"),
        (quoting.ansi_c, "a\n!'\\1", "$'a\\012\\041\\'\\\\1'"),
        (quoting.csh, "a!b", "'a'\\!'b'"),
        (quoting.csh, "a\\'b", "'a'\\\\''\\''b'"),
        (quoting.fish, "a\\'$b\n", "'a\\\\\\'$b\n'"),
        (quoting.powershell, "it's $(x) `t", "'it''s $(x) `t'"),
        (
            quoting.powershell,
            "\u2018\u2019\u201a\u201b",
            "'" + "".join(c * 2 for c in "\u2018\u2019\u201a\u201b") + "'",
        ),
        (quoting.powershell, "\u201c\u201d", "'\u201c\u201d'"),
        (quoting.cmd, "C:\\a & (b) ^ c", '"C:\\a & (b) ^ c"'),
        (quoting.nushell, 'a"\\\n$b', '"a\\"\\\\\\u{a}$b"'),
        (quoting.xonsh, "it's é\n", '"it\'s \\xe9\\n"'),
        (quoting.elvish, "it's $x", "'it''s $x'"),
        (quoting.elvish, 'a\n"\\', '"a\\x0a\\"\\\\"'),
    ],
)
def test_quoting(quote, text, quoted):
    assert quote(text) == quoted


@pytest.mark.parametrize(
    ("environ", "platform", "shell"),
    [
        ({}, "linux", Shell.SH),
        ({"SHELL": "/bin/zsh"}, "darwin", Shell.ZSH),
        ({"SHELL": "/usr/bin/tcsh"}, "linux", Shell.CSH),
        ({"SHELL": "/bin/dash"}, "linux", Shell.SH),
        ({"SHELL": "/opt/odd"}, "linux", Shell.SH),
        ({"SHELL": "/bin/bash", "NU_VERSION": "0.115.1"}, "linux", Shell.NUSHELL),
        ({"SHELL": "/bin/bash", "XONSH_VERSION": "0.25.0"}, "linux", Shell.XONSH),
        ({"SHELL": "/bin/bash", "PSModulePath": "/x"}, "linux", Shell.POWERSHELL),
        ({"PSModulePath": "C:\\x"}, "win32", Shell.POWERSHELL),
        ({"PSMODULEPATH": "C:\\x", "PROMPT": "$P$G"}, "win32", Shell.CMD),
        ({"SHELL": "C:\\Git\\usr\\bin\\bash.exe", "PROMPT": "$P$G"}, "win32", Shell.BASH),
    ],
)
def test_the_shell_is_guessed_from_what_it_exports(environ, platform, shell):
    assert guess(environ, platform) is shell


def test_shells_are_known_by_all_their_names():
    assert {name: named(name) for name in NAMES} == NAMES
    assert named("-zsh") is Shell.ZSH
    assert named("PWSH.EXE") is Shell.POWERSHELL
    assert named("vim") is None
