import pytest

from venvlens.core.names import distribution_name, import_name, top_level


@pytest.mark.parametrize("text", ["a", "a.b.c", "_x1", "größe", "a.class"])
def test_a_dotted_name_of_identifiers_can_be_imported(text: str):
    assert import_name(text) == text


@pytest.mark.parametrize("text", ["", ".", "a.", ".a", "a..b", "1a", "a-b", "a b", "a\n", "\ud800"])
def test_anything_else_is_no_import_name(text: str):
    assert import_name(text) is None


def test_the_top_level_is_the_first_part():
    assert top_level(import_name("a.b.c")) == "a"
    assert top_level(import_name("a")) == "a"


@pytest.mark.parametrize("text", ["Zope.Interface", "zope_interface", "ZOPE--interface"])
def test_one_distribution_has_one_name(text: str):
    assert distribution_name(text) == "zope-interface"
