"""What real tools print when they fail, as they print it, and what is made of it.

uv 0.13.8, pip 23.2.1, poetry 2.5.1, pdm 2.29.3, pipenv 2026.10, hatch 1.18, virtualenv 21.15. The
rows were provoked: an index that wants a password, one with a certificate of its own, one that is
not there, other hashes, a build that fails, a Python that there is not. Not provoked, but as their
sources and users have them: files in use, the locks of uv and conda, Python.h, an old lock file.
"""

from __future__ import annotations

import pytest

from venvlens.core.plans import cause, way_out

REAL = [
    (
        "error: No interpreter found for Python 3.99 in managed installations or search path",
        "No interpreter found for Python 3.99 in managed installations or search path",
        "requires-python",
    ),
    (
        """\
error: No solution found when resolving dependencies
  cause: Because the current Python version (3.11.7) does not satisfy Python>=3.99 and needs99==1 \
depends on Python>=3.99, we can conclude that needs99==1 cannot be used.
         And because only needs99==1 is available and you require needs99, we can conclude that \
your requirements are unsatisfiable.""",
        "Because the current Python version (3.11.7) does not satisfy Python>=3.99",
        "requires-python",
    ),
    (
        "ERROR: Package 'needs99' requires a different Python: 3.11.7 not in '>=3.99'",
        "Package 'needs99' requires a different Python",
        "requires-python",
    ),
    (
        """\
ERROR: Ignored the following versions that require a different python version: 1.0 Requires-Python \
>=3.99
ERROR: Could not find a version that satisfies the requirement x (from versions: none)
ERROR: No matching distribution found for x""",
        "No matching distribution found for x",
        "requires-python",
    ),
    (
        """\
The currently activated Python version 3.11.7 is not supported by the project (>=3.99).
Trying to find and use a compatible version.

Poetry was unable to find a compatible version. If you have one, you can explicitly use it""",
        "Poetry was unable to find a compatible version",
        "requires-python",
    ),
    (
        """\
INFO: python.use_venv is on, creating a virtualenv for this project...
[VirtualenvCreateError]: Can't resolve python interpreter""",
        "[VirtualenvCreateError]: Can't resolve python interpreter",
        "requires-python",
    ),
    (
        "Warning: Python 3.99 was not found on your system...\n\n"
        "You can specify specific versions of Python with:\n$ pipenv --python path/to/python",
        "$ pipenv --python path/to/python",
        "requires-python",
    ),
    (
        "Environment `default` is incompatible: no compatible Python distribution available",
        "Environment `default` is incompatible: no compatible Python distribution available",
        "requires-python",
    ),
    (
        "RuntimeError: failed to find interpreter for Builtin discover of python_spec='3.99'",
        "failed to find interpreter for Builtin discover of python_spec='3.99'",
        "requires-python",
    ),
    (
        """\
error: Failed to download `requests==2.34.2`
  cause: Hash mismatch for `requests==2.34.2`

         Expected:
           sha256:0000""",
        "Hash mismatch for `requests==2.34.2`",
        "check the hashes",
    ),
    (
        """\
ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated
        Expected sha256 0000
             Got        2a0d""",
        "THESE PACKAGES DO NOT MATCH THE HASHES",
        "check the hashes",
    ),
    (
        """\
error: Failed to fetch: https://localhost:8443/simple/tomli/
  cause: error sending request for url (https://localhost:8443/simple/tomli/)
  cause: client error (Connect)
  cause: invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))""",
        "invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))",
        "check the certificate",
    ),
    (
        """\
Could not fetch URL https://localhost:8443/simple/tomli/: There was a problem confirming the ssl \
certificate: HTTPSConnectionPool(host='localhost', port=8443): Max retries exceeded with url: \
/simple/tomli/ (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] \
certificate verify failed: self-signed certificate (_ssl.c:1006)'))) - skipping
ERROR: Could not find a version that satisfies the requirement tomli (from versions: none)
ERROR: No matching distribution found for tomli""",
        "No matching distribution found for tomli",
        "check the certificate",
    ),
    (
        """\
error: No solution found when resolving dependencies
  cause: Because tomli was not found in the package registry and you require tomli, we can conclude

hint: An index URL (http://127.0.0.1:8401/simple) could not be queried due to a lack of valid \
authentication credentials (401 Unauthorized)""",
        "Because tomli was not found in the package registry",
        "user and password",
    ),
    (
        """\
error: No solution found when resolving dependencies
  cause: Because tomli was not found in the package registry and you require tomli, we can conclude

hint: An index (http://127.0.0.1:8403/simple) returned a 403 Forbidden error. Check that""",
        "Because tomli was not found in the package registry",
        "user and password",
    ),
    (
        """\
Source (x): Authorization error accessing http://127.0.0.1:8401/simple/six/

Because p depends on six (*) which doesn't match any versions, version solving failed.""",
        "Because p depends on six (*) which doesn't match any versions, version solving failed.",
        "user and password",
    ),
    (
        # pip 23.2 against an index that answers 401, and no input.
        """\
Looking in indexes: http://127.0.0.1:8401/simple
ERROR: Could not find a version that satisfies the requirement tomli (from versions: none)
ERROR: No matching distribution found for tomli""",
        "No matching distribution found for tomli",
        "check that the index can be reached, and check its name and its versions",
    ),
    (
        """\
error: Failed to build `badc @ file:///tmp/badc`
  cause: The build backend returned an error
  cause: Call to `x.build_wheel` failed (exit status: 1)

         [stdout]
         error: command 'gcc' failed: No such file or directory

hint: Build failures usually indicate a problem with the package or the build environment""",
        "command 'gcc' failed: No such file or directory",
        "install a compiler",
    ),
    (
        """\
      error: command 'gcc' failed: No such file or directory
      [end of output]

  note: This error originates from a subprocess, and is likely not a problem with pip.
error: metadata-generation-failed

\N{MULTIPLICATION SIGN} Encountered error while generating package metadata.""",
        "command 'gcc' failed: No such file or directory",
        "install a compiler",
    ),
    (
        "  fatal error: Python.h: No such file or directory\nerror: Failed building wheel for x",
        "Failed building wheel for x",
        "install a compiler",
    ),
    (
        "error: Failed to build `x`\n  cause: Call to `y.build_wheel` failed (exit status: 1)",
        "Call to `y.build_wheel` failed (exit status: 1)",
        "comes as a wheel",
    ),
    (
        """\
error: externally-managed-environment

\N{MULTIPLICATION SIGN} This environment is externally managed
hint: See PEP 668 for the detailed specification.""",
        "externally-managed-environment",
        "make an environment for the project",
    ),
    (
        """\
error: Request failed after 3 retries in 10.8s
  cause: Failed to fetch: http://127.0.0.1:9/simple/requests/
  cause: tcp connect error
  cause: Connection refused (os error 111)""",
        "Connection refused (os error 111)",
        "network",
    ),
    (
        """\
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after \
connection broken by 'NewConnectionError('<x>: Failed to establish a new connection: [Errno 111] \
Connection refused')': /simple/requests/
ERROR: Could not find a version that satisfies the requirement requests==1.2.3 (from versions: none)
ERROR: No matching distribution found for requests==1.2.3""",
        "No matching distribution found for requests==1.2.3",
        "network",
    ),
    (
        "ERROR: Cannot install six<1 and six>1 because these package versions have conflicting "
        "dependencies.\nERROR: ResolutionImpossible: for help visit https://pip.pypa.io",
        "ResolutionImpossible: for help visit https://pip.pypa.io",
        "versions that go together",
    ),
    (
        "error: No solution found when resolving dependencies\n  cause: Because you require six<1 "
        "and six>1, we can conclude that your requirements are unsatisfiable.",
        "Because you require six<1 and six>1",
        "versions that go together",
    ),
    (
        "error: No solution found when resolving dependencies\n  cause: Because nosuch was not "
        "found in the package registry and you require nosuch, we can conclude that",
        "Because nosuch was not found in the package registry",
        "check its name and its versions",
    ),
    (
        "error: Failed to create virtual environment\n"
        "  cause: failed to create directory `/x`: Permission denied (os error 13)",
        "failed to create directory `/x`: Permission denied (os error 13)",
        "who may write",
    ),
    (
        "error: Timeout (300s) when waiting for lock on `/x/.venv` at `/x/.venv/.lock`, is another "
        "uv process running?",
        "Timeout (300s) when waiting for lock on `/x/.venv`",
        "other program",
    ),
    (
        "PermissionError: [WinError 32] The process cannot access the file because it is being "
        "used by another process: 'x.pyd'",
        "[WinError 32] The process cannot access the file",
        "other program",
    ),
    (
        "LockError: Failed to acquire lock on /opt/conda/pkgs/cache",
        "Failed to acquire lock on /opt/conda/pkgs/cache",
        "other program",
    ),
    (
        "pyproject.toml changed significantly since poetry.lock was last generated. "
        "Run `poetry lock` to fix the lock file.",
        "pyproject.toml changed significantly since poetry.lock was last generated",
        "lock file up to date",
    ),
    ("Downloading x (1401 kB)\nerror: it is odd\n", "it is odd", ""),
]


@pytest.mark.parametrize(("printed", "told", "advice"), REAL)
def test_what_real_tools_say(printed, told, advice):
    assert cause(printed).startswith(told)
    assert "\n" not in cause(printed)
    assert advice in way_out(printed)
    assert bool(advice) == bool(way_out(printed))
