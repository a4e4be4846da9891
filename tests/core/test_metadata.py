from pathlib import PurePosixPath as Path

import pytest

from venvlens.core import metadata


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("PyYAML-6.0.3.dist-info", "pyyaml"),
        ("zope.interface-5.0-py3.8.egg-info", "zope-interface"),
        ("ruamel.yaml.clib-0.2.8.dist-info", "ruamel-yaml-clib"),
        ("developed.egg-info", "developed"),
        ("a_b-1.0.post1+local.dist-info", "a-b"),
        ("yaml", None),
        (".dist-info", None),
        ("x.dist-info.bak", None),
    ],
)
def test_a_distribution_is_named_by_its_folder(folder: str, name: str | None) -> None:
    assert metadata.folder_name(folder) == name


def test_a_title_comes_from_the_metadata() -> None:
    text = "Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0.3\r\n\nName: body\n"
    assert metadata.title(text, "pyyaml-6.dist-info") == "PyYAML 6.0.3"


def test_a_title_comes_from_the_folder_where_there_is_no_metadata() -> None:
    assert metadata.title("", "PyYAML-6.0.3.dist-info") == "PyYAML 6.0.3"
    assert metadata.title("", "developed.egg-info") == "developed"
    assert metadata.title("", "odd") == "odd"


RECORD = 'yaml/__init__.py,sha256=x,1\n"odd,name.py",,\nyaml/sub/x.py,,\n_yaml.abi3.so,,\n'


def test_older_lists_have_nothing_but_names() -> None:
    assert metadata.records("a/__init__.py\nb.py\r\n", Path("a/__init__.py"))
    assert metadata.records("a/__init__.py\nb.py\r\n", Path("b.py"))
    assert not metadata.records("a.pyc\n", Path("a.py"))


@pytest.mark.parametrize(
    ("path", "listed"),
    [
        ("yaml/__init__.py", True),
        ("yaml/sub", True),
        ("yaml", True),
        ("_yaml.abi3.so", True),
        ("odd,name.py", True),
        ("yam", False),
        ("sub/x.py", False),
        ("yaml/__init__xpy", False),
    ],
)
def test_a_record_lists_files_and_their_folders(path: str, listed: bool) -> None:
    assert metadata.records(RECORD, Path(path)) is listed
