from pathlib import PurePosixPath

import pytest
from caret import environment

from venvlens.core.names import ImportName, distribution_name
from venvlens.core.providers import declared_names, lines_of_requirements, provider
from venvlens.core.survey import Place
from venvlens.core.well_known import DISTRIBUTIONS


def place(distribution: str | None) -> Place:
    return Place(environment(), PurePosixPath("/x/y.py"), distribution)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("requests", "requests"),
        ("yaml", "pyyaml"),
        ("PIL", "pillow"),
        ("sklearn.svm", "scikit-learn"),
        ("flask_login", "flask-login"),
    ],
)
def test_what_nearly_everybody_installs_is_known(name: str, expected: str):
    found = provider(ImportName(name), (), ())
    assert found is not None
    assert (found.distribution, found.source) == (expected, "it is well known")


@pytest.mark.parametrize("name", ["nobody_knows", "utils", "config", "google", "jwt2"])
def test_a_name_that_is_not_known_is_never_guessed(name: str):
    assert provider(ImportName(name), (), ()) is None


def test_what_the_project_declares_is_known():
    found = provider(ImportName("my_own"), (), [distribution_name("My.Own")])
    assert found is not None
    assert (found.distribution, found.source) == ("my-own", "the project declares it")


def test_what_another_environment_has_it_from_is_certain():
    found = provider(ImportName("yaml"), [place(None), place("ruamel.YAML 0.18")], ())
    assert found is not None
    assert found.distribution == "ruamel-yaml"


def test_names_of_requirements():
    texts = [
        "Requests[socks]>=2; python_version<'4'",
        "a @ https://x/y.whl",
        "not a name!",
        "PyYAML",
    ]
    assert declared_names([*texts, "requests"]) == ("requests", "a", "pyyaml")


def test_the_lines_of_a_requirements_file():
    text = """\
# comment
requests==2.32 --hash=sha256:abc \\
    --hash=sha256:def
  pyyaml\t# why
-r other.txt
--index-url https://x
-e .
usb ; sys_platform == "linux" \\

name @ https://host/#egg=name
"""
    assert lines_of_requirements(text) == (
        "requests==2.32",
        "pyyaml",
        'usb ; sys_platform == "linux"',
        "name @ https://host/#egg=name",
    )


def test_known_names_are_written_as_they_should_be():
    for name, distribution in DISTRIBUTIONS.items():
        assert name.isidentifier()
        assert distribution_name(distribution) == distribution
