"""Imports relative to the file's package: which fail for certain, and how that is said."""

from pathlib import PurePosixPath as Path

import pytest
from caret import PROJECT, SITE, check, environment, judge

from venvlens.core.diagnosis import Diagnosis
from venvlens.core.settings import Settings

VIEWS = PROJECT / "shop/views.py"
INIT = PROJECT / "shop/__init__.py"


def messages(found: Diagnosis) -> list[str]:
    return [finding.message for finding in found.findings]


def said(source: str, own: tuple[str, ...], init: str = "", file: Path = VIEWS) -> list[str]:
    """The messages about a file of the package ``shop``."""
    texts = {str(INIT): init}
    return messages(judge(source, own=own, texts=texts, file=file, selected=environment()))


# Below the file's folder


def test_a_module_beside_the_file() -> None:
    found = check(
        """
        from .basket import Basket
        from .models import Order, Item
        #    ^^^^^^^ import-missing-submodule
        """,
        own=["shop/", "shop/basket.py"],
        file=VIEWS,
    )
    assert messages(found) == ["`.models` does not exist: there is no `models` in shop/"]
    assert found.wanted == frozenset()
    assert found.findings[0].name == "shop.models"
    assert found.findings[0].related[0].path == INIT


def test_a_text_without_a_file_has_no_package() -> None:
    check("from .models import Order\nfrom . import models\n", own=["shop/"])


@pytest.mark.parametrize("name", ["views.pyi", "views.pyx", "views"])
def test_what_is_no_module_is_not_judged(name: str) -> None:
    check("from .models import Order", own=["shop/"], file=PROJECT / "shop" / name)


def test_a_folder_that_is_not_there_yet() -> None:
    check("from .models import Order", own=["shop/"], file=PROJECT / "new/views.py")


def test_the_first_part_that_is_not_there_is_named() -> None:
    own = ("shop/", "shop/a/", "shop/a/b.py")
    assert said("from .a.b import c", own) == []
    (message,) = said("from .a.x.y.z import c", own)
    assert message == "`.a.x` does not exist: there is no `x` in shop/a/"
    (message,) = said("from .a.b.c import d", own)
    assert message == "`.a.b.c` does not exist: shop/a/b.py is not a package"


@pytest.mark.parametrize(
    "file",
    ["shop/models/__init__.py", "shop/models.so", "shop/models.pyc", "shop/models/part.txt"],
)
def test_whatever_an_interpreter_loads_counts(file: str) -> None:
    check("from .models import *", own=["shop/", file], file=VIEWS)


def test_a_name_from_a_namespace_folder_is_a_module_of_it() -> None:
    found = check(
        """
        from .parts import wheel, pedal
        #                         ^^^^^ import-missing-submodule
        """,
        own=["shop/", "shop/parts/wheel.py"],
        file=VIEWS,
    )
    assert messages(found) == ["`.parts.pedal` does not exist: there is no `pedal` in shop/parts/"]


# Up


def test_each_further_dot_is_one_folder_up() -> None:
    found = check(
        """
        from ..money import Price
        from ..coins import Cent
        #    ^^^^^^^ import-missing-submodule
        from ...shop.money import Price
        """,
        own=["shop/", "shop/money.py", "shop/deep/"],
        file=PROJECT / "shop/deep/a.py",
    )
    assert messages(found) == ["`..coins` does not exist: there is no `coins` in shop/"]


def test_out_of_the_workspace_nothing_is_known() -> None:
    check("from ...a import b\nfrom ... import c\n", own=["shop/"], file=VIEWS)
    check("from ..a import b\n", file=Path("/elsewhere/x.py"), texts={"/elsewhere/x.py": ""})


def test_the_folder_of_the_project_is_called_by_its_name() -> None:
    (message,) = said("from ..tools import saw", ("shop/",))
    assert message == "`..tools` does not exist: there is no `tools` in shop/"


# ``from . import b``


def test_a_name_of_the_package_or_a_module_in_it() -> None:
    found = check(
        """
        from . import basket, VERSION, models as m, __name__, __path__
        #                              ^^^^^^ import-missing-submodule
        """,
        own=["shop/basket.py"],
        texts={str(INIT): "VERSION = 3\n"},
        file=VIEWS,
    )
    assert messages(found) == [
        "`.models` does not exist: there is no `models` in shop/, "
        "and shop/__init__.py does not define it"
    ]


@pytest.mark.parametrize(
    "init",
    [
        "models = 1",
        "from .db import tables as models",
        "from .db import (\n    other,\n    models,\n)",
        "from . import tables as models",
        "import models",
        "from .db import x as models",
        "def models(): ...",
        "lazily({'models': 3})",
        "from .db import *",
        "def __getattr__(name): ...",
        "globals()[x] = 3",
        "globals().update(x)",
        "exec(code)",
        "import sys\nsys.modules[__name__] = Lazy()",
        "__all__ += db.__all__",
        "__path__.append(x)",
        "for x in y: setattr(me, x, 1)",
    ],
)
def test_what_the_package_may_define(init: str) -> None:
    assert said("from . import models", ("shop/db.py",), init) == []


@pytest.mark.parametrize(
    "init",
    [
        "",
        "amodels = models2 = 1",
        "from .models import x",
        "from . import models",
        "from .db import models as tables",
        "from . import (\n    models as m,\n    other,\n)",
        "__all__ = ['models']",
        "__all__: list[str] = (\n    'models',\n)",
        "print(models.x, x.models)",
    ],
)
def test_what_it_does_not_define(init: str) -> None:
    assert len(said("from . import models", ("shop/db.py",), init)) == 1


def test_an_init_takes_from_itself_what_it_has_not() -> None:
    # The text of the editor counts, not the one that was saved.
    source = "from . import models, views\n__all__ = ['models']\nprint(models.x)\n"
    (message,) = said(source, ("shop/views.py",), "models = 1", file=INIT)
    assert message.startswith("`.models` does not exist")
    assert said(f"models = 1\n{source}", ("shop/views.py",), "", file=INIT) == []


def test_a_namespace_has_modules_only() -> None:
    found = check(
        """
        from . import b, __name__
        from . import c
        #             ^ import-missing-submodule
        """,
        own=["space/a.py", "space/b.py"],
        file=PROJECT / "space/a.py",
    )
    assert messages(found) == ["`.c` does not exist: there is no `c` in space/"]


@pytest.mark.parametrize("init", ["shop/__init__.so", "shop/__init__.pyc"])
def test_a_compiled_package_may_define_anything(init: str) -> None:
    check("from . import models", own=[init], file=VIEWS)


# What is not certain


def test_a_namespace_has_portions_elsewhere() -> None:
    installed = ["space/c.py", "space/deep/d.py"]
    source = "from . import c\nfrom .deep import d\nfrom .deep.d import e\n"
    check(source, own=["space/a.py"], installed=installed, file=PROJECT / "space/a.py")


def test_a_package_that_extends_its_path() -> None:
    extends = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)"
    theirs = str(SITE / "shop/__init__.py")
    check(
        """
        from .theirs import a
        from .nobodys import b
        #    ^^^^^^^^ import-missing-submodule
        """,
        texts={str(INIT): extends, theirs: extends, str(SITE / "shop/theirs.py"): ""},
        file=VIEWS,
    )


@pytest.mark.parametrize(
    "init",
    ["sys.modules[__name__ + '.models'] = x", "__path__ = [here]", "sys.meta_path.append(x)"],
)
def test_a_package_that_makes_its_modules(init: str) -> None:
    assert said("from .models import x\nfrom .models.y import z\n", (), init) == []


def test_a_package_above_that_makes_modules() -> None:
    makes = "import sys\nsys.modules[name] = x\n"
    file = PROJECT / "shop/deep/a.py"
    assert said("from .b import c", ("shop/deep/",), makes, file) == []


def test_a_file_that_names_its_own_package() -> None:
    source = "__package__ = 'other'\nfrom .models import a\nfrom . import b\n"
    assert said(source, ()) == []


# Guards and settings


def test_guards_count_as_for_absolute_imports() -> None:
    check(
        """
        try:
            from ._speedups import fast
            #    ^^^^^^^^^^ import-missing-submodule hint
        except ImportError:
            from ._slow import fast
            from ._gone import more
            #    ^^^^^^ import-missing-submodule

        try:
            from ._speedups import fast
        except ImportError:
            from ._slow import fast

        try:
            from .basket import Basket
        except ImportError:
            from basket import Basket
        """,
        own=["shop/", "shop/_slow.py", "shop/basket.py"],
        file=VIEWS,
    )


def test_a_working_relative_import_rescues_a_missing_one() -> None:
    check(
        """
        try:
            import absent
        except ImportError:
            from ._vendored import absent
        """,
        own=["shop/", "shop/_vendored/absent.py"],
        file=VIEWS,
    )


def test_a_name_is_ignored_as_it_would_be_called_from_outside() -> None:
    settings = Settings(ignore=frozenset({"shop.models"}))
    source = "from .models import x\nfrom . import models\nfrom .models.y import z\n"
    check(source, own=["shop/"], file=VIEWS, settings=settings)


def test_the_projects_own_modules_need_no_environment() -> None:
    found = judge("from .models import x\n", own=["shop/"], file=VIEWS)
    assert [f.code.value for f in found.findings] == ["import-missing-submodule"]


@pytest.mark.parametrize(
    "source", ["from .", "from . import", "from .. import (", "from .a. import b"]
)
def test_unfinished_statements(source: str) -> None:
    judge(source, own=["shop/"], file=VIEWS, selected=environment())
