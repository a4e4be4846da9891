import pytest

from venvlens.core.externally_managed import reason

DEBIANS = """\
[externally-managed]
Error=To install Python packages system-wide, try apt install
 python3-xyz, where xyz is the package.

 If you wish to install a non-Debian-packaged Python package,
 create a virtual environment.
"""


def test_the_first_paragraph_in_one_line() -> None:
    assert reason(DEBIANS) == (
        "To install Python packages system-wide, try apt install python3-xyz, where xyz is the"
        " package."
    )


@pytest.mark.parametrize(
    "text",
    ["", "[externally-managed]\n", "Error=x\n", "[other]\nError=x\n", "\0", "[a\n=", "%(x)s"],
)
def test_a_file_that_says_nothing(text: str) -> None:
    assert reason(text) == ""


def test_what_it_says_is_not_interpreted_and_has_bounds() -> None:
    assert reason("[externally-managed]\nError=100 %(no)s\n") == "100 %(no)s"
    assert len(reason("[externally-managed]\nError=" + "x" * 1_000_000)) == 400
