"""What a tool's output gives as the cause of its failure, and what a person can do about it."""

from __future__ import annotations

import re
from enum import Enum, auto


class Hindrance(Enum):
    """What a plan fails of, as far as it decides what to do next."""

    NO_VENV = auto()
    """The Python has no ``venv`` that makes an environment with pip."""
    NO_TOOL = auto()
    """The tool that is asked for is not there."""
    NO_ENVIRONMENT = auto()
    BROKEN = auto()
    """The environment cannot run."""
    MANAGED = auto()
    """Nothing is to be installed there with pip (PEP 668)."""
    PYTHON = auto()
    """Another Python is needed."""
    NO_PYTHON = auto()
    """There is no Python to make it from."""
    FULL = auto()
    """The disk, a quota or a limit."""
    IN_USE = auto()
    FORBIDDEN = auto()
    """The system does not let it happen."""
    HASHES = auto()
    CERTIFICATE = auto()
    PASSWORD = auto()
    NETWORK = auto()
    BUILD = auto()
    """Something has to be compiled and cannot be."""
    LOCK = auto()
    """A lock file is not up to date."""
    NAME = auto()
    """There is no such distribution, or not in that version."""
    CONFLICT = auto()
    """What is asked for does not go together."""


# What tools write when they fail, beside "error: ..." also "OSError: ..." and uv's "cause: ...".
_COMPLAINT = re.compile(r"^\W*(?:\w*error|fatal|cause)\s*:\s*(?P<said>\S.*)$", re.I | re.M)
_LONGEST_CAUSE = 200

# What a tool says of the kind of its failure, when the reason itself stands further up.
_KINDS: tuple[str, ...] = (
    "metadata-generation-failed",
    "subprocess-exited-with-error",
    "see above for output",
)
_KINDS += ("failed-wheel-build-for-install",)

_NAMED = "check its name and its versions"
_WAYS_OUT: tuple[tuple[Hindrance, tuple[str, ...], str], ...] = (
    (
        Hindrance.NO_VENV,
        ("ensurepip is not",),
        "install the venv package of that Python (python3-venv on Debian and Ubuntu) or uv",
    ),
    (
        Hindrance.FULL,
        ("no space left on device", "disk quota exceeded", "not enough space on the disk"),
        "free some space on the disk",
    ),
    (
        Hindrance.FULL,
        ("file too large", "errno 27", "os error 27"),
        "raise the limit for the size of files",
    ),
    (
        Hindrance.IN_USE,
        (
            "used by another process",
            "waiting for lock",
            "acquire lock",
            "lockerror",
            "text file busy",
        ),
        "wait for the other program that uses it, or end that one",
    ),
    (
        Hindrance.FORBIDDEN,
        (
            "permission denied",
            "read-only file system",
            "access is denied",
            "operation not permitted",
        ),
        "check who may write to that folder",
    ),
    (
        Hindrance.MANAGED,
        ("externally managed", "externally-managed"),
        "make an environment for the project and install into that",
    ),
    (
        Hindrance.HASHES,
        ("hash mismatch", "do not match the hashes", "hashes are required", "invalid hash"),
        "check the hashes in the requirements or the lock file: the index has another file",
    ),
    (
        Hindrance.CERTIFICATE,
        (
            *("certificate verify failed", "certificate_verify_failed", "invalid peer certificate"),
            *("self-signed certificate", "self signed certificate", "tls handshake"),
        ),
        "check the certificate of the index or the proxy (SSL_CERT_FILE, PIP_CERT)",
    ),
    (
        Hindrance.PASSWORD,
        (
            *("401 unauthorized", "403 forbidden", "401 client error", "403 client error"),
            *("http error 401", "http error 403", "authorization error", "valid authentication"),
        ),
        "check the address of the index and the user and password for it",
    ),
    (
        Hindrance.NETWORK,
        (
            *("name resolution", "dns error", "network is unreachable", "error sending request"),
            *("connection refused", "failed to establish a new connection", "connection reset"),
            *("timed out", "name or service not known", "proxyerror", "tunnel connection failed"),
            *("connectionerror", "connecterror", "no route to host", "remotedisconnected"),
        ),
        "check the network connection",
    ),
    (
        Hindrance.PYTHON,
        (
            *("requires a different python", "satisfy python", "no interpreter found"),
            *("find a compatible version", "can't resolve python interpreter"),
            *("no compatible python", "failed to find interpreter", "no python interpreter"),
            *("find interpreter", "is not supported by the project", "requires-python"),
            *("was not found on your system", "require a different python"),
        ),
        "choose a Python that its requires-python allows",
    ),
    (
        Hindrance.BUILD,
        (
            *("command 'gcc'", "command 'cc'", "unable to execute", "python.h", "visual c++"),
            *("command 'x86_64-linux-gnu-gcc'", "no acceptable c compiler", "'gcc'", "'cc'"),
        ),
        "install a compiler and the headers of Python (build-essential and python3-dev on Debian"
        " and Ubuntu), or use a version that comes as a wheel",
    ),
    (
        Hindrance.BUILD,
        ("failed to build", "failed building wheel", *_KINDS[:2], "buildbackendexception"),
        "use a version that comes as a wheel for this Python, or read how it is built",
    ),
    (
        Hindrance.LOCK,
        ("lock file is not up to date", "lock file out of date", "poetry.lock was last generated"),
        "bring the lock file up to date with the tool that wrote it",
    ),
    (
        Hindrance.LOCK,
        ("lockfile at", "pipfile.lock (", "lock file hash"),
        "bring the lock file up to date with the tool that wrote it",
    ),
    (
        Hindrance.NAME,
        ("not found in the package registry", "not found in the cache"),
        _NAMED,
    ),
    (
        Hindrance.NAME,
        # pip says no more where an index lets nobody in.
        ("from versions: none",),
        f"check that the index can be reached, and {_NAMED}",
    ),
    (
        Hindrance.CONFLICT,
        ("conflicting dependencies", "resolutionimpossible", "version solving failed"),
        "ask for versions that go together",
    ),
    (
        Hindrance.NAME,
        ("no matching distribution", "unable to find a resolution", "not find a matching"),
        _NAMED,
    ),
    (
        Hindrance.CONFLICT,
        ("no solution found", "unsatisfiable"),
        "check the names, and ask for versions that go together",
    ),
)


def cause(output: str) -> str:
    """Return what a tool's output gives as the cause of its failure, in one line or empty."""
    complaints = [
        said
        for match in _COMPLAINT.finditer(output)
        if (said := match["said"]).strip() not in _KINDS
    ]
    said = complaints or output.split("\n")
    last = next((line.strip() for line in reversed(said) if line.strip()), "")
    culprit = _culprit(output)
    last = f"{culprit}: {last}" if culprit and culprit not in last else last
    return last if len(last) <= _LONGEST_CAUSE else f"{last[:_LONGEST_CAUSE]}..."


# pip and uv name what they fail to build in another line than the one that says why.
_CULPRIT = re.compile(
    r"^(?:╰─> |\W*(?:\w*error: )?Failed (?:building (?:wheel|editable) for|to build) [`'\"]?)"
    r"(?P<name>[A-Za-z0-9][\w.-]*(?:==[\w.+!-]+)?)[`'\"]?$",
    re.MULTILINE | re.IGNORECASE,
)


def _culprit(output: str) -> str:
    """Return the distribution that could not be made, empty if the output names none."""
    found = [match["name"] for match in _CULPRIT.finditer(output)]
    return found[-1] if found else ""


def way_out(output: str) -> str:
    """Return what a person can do about the failure that a text tells of; empty if unknown."""
    return _told(output)[1]


def hindrance(output: str) -> Hindrance | None:
    """Return what the failure is that a text tells of; None if unknown."""
    return _told(output)[0]


def _told(output: str) -> tuple[Hindrance | None, str]:
    told = output.lower()
    for kind, signs, advice in _WAYS_OUT:
        if any(sign in told for sign in signs):
            return kind, advice
    return None, ""
