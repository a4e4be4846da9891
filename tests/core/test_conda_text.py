import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvlens.core.conda_text import environment_name, values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("envs_dirs:\n  - /a\n  - /b c\n", ("/a", "/b c")),
        ("envs_dirs:\n- /a\n- /b\nchannels:\n- x\n", ("/a", "/b")),
        (
            "channels:\n  - x\nenvs_dirs:  # mine\n  - /a # first\n\n  # none\n  - /b\n",
            ("/a", "/b"),
        ),
        ("envs_dirs: [/a, '/b, c', \"C:\\\\envs\"]", ("/a", "/b, c", "C:\\envs")),
        ("envs_dirs: [\n  /a,\n  /b,\n]\nx: 1\n", ("/a", "/b")),
        ("envs_dirs: /a", ("/a",)),
        ("'envs_dirs': '/it''s'", ("/it's",)),
        ('"envs_dirs":\n  - "/a#b" # c', ("/a#b",)),
        ("\ufeffenvs_dirs: /a\r\n", ("/a",)),
        ("envs_dirs:\n  - ~/envs\n  - ~\n  - null\n", ("~/envs",)),
        # What has another shape, or is another's key
        ("  envs_dirs:\n    - /a\n", ()),
        ("my_envs_dirs: /a\nenvs_dirs_too: /b\nenvs_dirs:/c", ()),
        ("# envs_dirs: /a\n", ()),
        ("envs_dirs: {a: b}", ()),
        ("envs_dirs: |\n  - /a\n", ()),
        ("envs_dirs:\n  a: b\n", ()),
        ("envs_dirs: [", ()),
        ("envs_dirs:", ()),
        ("", ()),
    ],
)
def test_a_key_has_a_scalar_or_a_list(text: str, expected: tuple[str, ...]) -> None:
    assert values(text, "envs_dirs") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: shop\ndependencies:\n  - python\n", "shop"),
        ("dependencies: []\nname: 'shop'  # ours\n", "shop"),
        ("name: base\n", "base"),
        ("name: ../escape\n", None),
        ("name: C:\\envs\n", None),
        ("name: {{ name }}\n", None),
        ("dependencies:\n  - pip:\n    - name: x\n", None),
        ("prefix: /a\n", None),
    ],
)
def test_the_name_of_an_environment(text: str, expected: str | None) -> None:
    assert environment_name(text) == expected


@given(st.text(alphabet="envs_dirs:[]{}\"'\\,#- \n\r\t/a~\u2028"))
def test_any_text_gives_an_answer(text: str) -> None:
    found = values("envs_dirs:" + text, "envs_dirs")
    assert all(found)


def test_a_long_text_takes_no_long_time() -> None:
    assert len(values("envs_dirs: [" + "a," * 90_000, "envs_dirs")) == 90_000
    assert values("envs_dirs: " + '"' * 1_000_000, "envs_dirs") is not None
