"""The files that asdf and mise choose versions with: text to the versions wanted of Python."""

from __future__ import annotations

from venvlens.core import toml_text


def in_tool_versions(text: str) -> tuple[str, ...] | None:
    """Read the line of Python in a ``.tool-versions``; None if there is none.

    Several versions on it are tried in turn.
    """
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if len(words) > 1 and words[0] == "python":
            return tuple(words[1:])
    return None


def in_mise(text: str) -> tuple[str, ...] | None:
    """Read ``python`` in ``[tools]`` of a ``mise.toml``: a version, a table with one, or several.

    None if it says nothing of Python, or cannot be read.
    """
    data = toml_text.read(text)
    tools = data.get("tools") if isinstance(data, dict) else None
    if not isinstance(tools, dict):
        return None
    wanted = tools.get("python", tools.get("core:python"))
    several = wanted if isinstance(wanted, list) else [wanted]
    found = (one.get("version") if isinstance(one, dict) else one for one in several)
    return tuple(one for one in found if isinstance(one, str)) or None


def mise_reads_python_version(text: str) -> bool:
    """Tell whether settings of mise make it read ``.python-version``, which it does not unasked."""
    data = toml_text.read(text)
    settings = data.get("settings") if isinstance(data, dict) else None
    tools = (
        settings.get("idiomatic_version_file_enable_tools") if isinstance(settings, dict) else None
    )
    return isinstance(tools, list) and "python" in tools


def asdf_reads_python_version(text: str) -> bool:
    """Tell the same of asdf from its ``.asdfrc``."""
    settings = (line.partition("=") for line in text.splitlines())
    return any(
        name.strip() == "legacy_version_file" and value.strip() == "yes"
        for name, _, value in settings
    )


def in_python_version(text: str) -> tuple[str, ...] | None:
    """Read the first word of each line of a ``.python-version``; None if there is none."""
    words = (line.split()[0] for line in text.splitlines() if line.strip())
    return tuple(word for word in words if not word.startswith("#")) or None
