"""Names that the tools' own code gave to these paths."""

from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from venvlens.core import kept_names

SHOP = PurePosixPath("/srv/shop")
WINDOWS = PureWindowsPath(r"C:\Work\Shop")


@pytest.mark.parametrize(
    ("name", "project", "said"),
    [
        ("My.Shop", SHOP, "my-shop-58fqC6Q1"),
        (
            "a-very-long-name-that-goes-on-and-on-for-more-than-that",
            PurePosixPath("/srv/my shop"),
            "a-very-long-name-that-goes-on-and-on-for-m-7DyaQ_Gz",
        ),
        ("shop", WINDOWS, "shop-VxfaLiDz"),
    ],
)
def test_poetry_hashes_the_folder_and_cuts_the_name(name: str, project: PurePath, said: str):
    assert kept_names.poetry(name, project) == said


@pytest.mark.parametrize(
    ("pipfile", "said"),
    [
        (SHOP / "Pipfile", "shop-F2F75yho"),
        (PurePosixPath("/srv/my (old) shop/Pipfile"), "my__old__shop-pyQXoTUX"),
        (WINDOWS / "Pipfile", "Shop-jdkIKaDs"),
        (PureWindowsPath(r"C:\Work\shop\Pipfile"), "shop-SJgYDDsB"),
    ],
)
def test_pipenv_hashes_the_file(pipfile: PurePath, said: str):
    assert kept_names.pipenv(pipfile) == said


def test_pdm_hashes_the_folder_with_slashes():
    assert kept_names.pdm(SHOP) == "shop-NfzXZGQf-"
    assert kept_names.pdm(WINDOWS) == "Shop-cRXEE7aH-"


@pytest.mark.parametrize(
    ("project", "platform", "said"),
    [
        (SHOP, "linux", "58fqC6Q1"),
        (PurePosixPath("/Users/me/Shop"), "darwin", "6jvy1__M"),
        (WINDOWS, "win32", "VxfaLiDz"),
    ],
)
def test_hatch_folds_case_where_folders_do(project: PurePath, platform: str, said: str):
    assert kept_names.hatch(project, platform) == said


def test_a_name_that_is_not_unicode_is_hashed_too():
    odd = PurePosixPath("/srv/\udcff")
    assert len(kept_names.hatch(odd, "linux")) == 8
    assert kept_names.poetry("shop", odd).startswith("shop-")
    assert kept_names.pipenv(odd / "Pipfile").startswith("\udcff-")
    assert kept_names.pdm(odd).startswith("\udcff-")


@pytest.mark.parametrize("name", ["shop-58fqC6Q1-py3.12", "a-b-_-_-_-_--py3.9"])
def test_poetrys_folders_are_known_by_their_names(name: str):
    assert kept_names.is_poetry(name)


@pytest.mark.parametrize("name", ["shop", "shop-py3.12", "shop-58fqC6Q1", "shop-58fqC6Q1-py3"])
def test_other_folders_are_not_poetrys(name: str):
    assert not kept_names.is_poetry(name)


def test_pipenvs_folders_are_known_by_their_names():
    assert kept_names.is_pipenv("shop-F2F75yho")
    assert kept_names.is_pipenv("shop-F2F75yho-3.12")
    assert not kept_names.is_pipenv("shop")
