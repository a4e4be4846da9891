"""The source is the test: carets say where, the text behind them says what.

``a.b`` stands for a module, ``.x`` for a member, and what the module is conditional on
follows in parentheses, outermost first.
"""

import re
import time
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvlens.core.imports import Form, Suppressed, Test, TryBody, TryElse, TryHandler
from venvlens.core.scanner import scan
from venvlens.core.source import LineStarts, Span

CARETS = re.compile(r"[^\S\n]*#[^\S\n]*(\^+)[^\S\n]*(.*)")


def check(fixture):
    """Compare all that is found in a fixture with what its carets point at."""
    source, expected = parse(dedent(fixture).removeprefix("\n"))
    assert sorted(described(scan(source)), key=str) == sorted(expected, key=str)


def parse(fixture):
    """Split a fixture into its source and what is expected as (span, text)."""
    code = []
    expected = []
    for line in fixture.split("\n"):
        if found := CARETS.fullmatch(line):
            here = len(code) - 1
            expected.append((Span(here, found.start(1), here, found.end(1)), found[2]))
        else:
            code.append(line)
    return "\n".join(code), expected


def described(result):
    for each in result.imports:
        guards = ", ".join(map(described_guard, each.guards))
        name = "." * each.level + each.name
        yield each.span, f"{name} ({guards})" if guards else name
        for member in each.members:
            yield member.span, f".{member.name}"


def described_guard(guard):
    match guard:
        case TryBody():
            return "try"
        case TryHandler():
            return "except"
        case TryElse():
            return "try-else"
        case Suppressed():
            return "suppress"
        case Test(text, truth):
            return f"if {text}" if truth else f"not {text}"


def names(source):
    return ["." * each.level + each.name for each in scan(source).imports]


# Statements


def test_each_module_of_an_import_is_found():
    check("""
        import a
        #      ^ a
        import a.b.c as c, d , e as f
        #      ^^^^^ a.b.c
        #                  ^ d
        #                      ^ e
    """)


def test_members_are_found_with_their_places():
    check("""
        from a.b import x as y, z
        #    ^^^ a.b
        #               ^ .x
        #                       ^ .z
        from c import *
        #    ^ c
        #             ^ .*
    """)


def test_members_in_parentheses_may_span_lines():
    check("""
        from a import (  # why (not
        #    ^ a
            x,
        #   ^ .x
            # y,
            z as
        #   ^ .z
            w,
        )
        from b import(v)
        #    ^ b
        #             ^ .v
    """)


def test_a_relative_import_counts_its_dots():
    check("""
        from . import a
        #    ^ .
        #             ^ .a
        from ..a import b
        #    ^^^ ..a
        #               ^ .b
        from . . a import b
        #    ^^^^^ ..a
        #                 ^ .b
        from...a import b
        #   ^^^^ ...a
        #               ^ .b
        from .import c
        #    ^ .
        #            ^ .c
    """)
    (found,) = scan("from .. import a").imports
    assert (found.name, found.level, found.form) == ("", 2, Form.FROM)


def test_space_around_dots_is_no_part_of_the_name():
    check("""
        import a . b
        #      ^^^^^ a.b
        from c  .d import e
        #    ^^^^^ c.d
        #                 ^ .e
    """)
    (found,) = scan("from\ta\t.b\timport\tc").imports
    assert (found.name, found.span) == ("a.b", Span(0, 5, 0, 9))


def test_joined_lines_are_one():
    (found,) = scan("from a. \\\n  b \\\n import \\\n x, \\\r\n y\n").imports
    assert (found.name, found.span) == ("a.b", Span(0, 5, 1, 3))
    assert [member.span for member in found.members] == [Span(3, 1, 3, 2), Span(4, 1, 4, 2)]
    assert names("import\\\n a\nif x: \\\n  import b\n") == ["a", "b"]


def test_statements_share_a_line():
    check("""
        import a; import b ;from c import d; x = 1
        #      ^ a
        #                ^ b
        #                        ^ c
        #                                 ^ .d
        "text"; import e
        #              ^ e
        x = {1: 2}; import f
        #                  ^ f
    """)


def test_a_body_may_stand_on_its_headers_line():
    check("""
        class A: import a
        #               ^ a
        for x in y[1:2]: import b; import c
        #                       ^ b
        #                                 ^ c
        if lambda: {1: 2}: import d
        #                         ^ d (if lambda: {1: 2})
        try: import e
        #           ^ e (try)
        except ImportError: from f import g
        #                        ^ f (except)
        #                                 ^ .g
        else: import h
        #            ^ h (try-else)
        finally: import i
        #               ^ i
    """)


def test_imports_are_found_at_any_depth():
    check("""
        class A:
            async def f(self):
                while True:
                    match x:
                        case [1, 2] if y:
                            import a
        #                          ^ a
    """)


def test_names_are_normalised_and_spans_are_not():
    check("""
        import ﬁle, ª.été
        #      ^^^ file
        #           ^^^^^ a.été
        from ª import ﬂ
        #    ^ a
        #             ^ .fl
        x́import = 1
    """)


def test_a_lazy_import_is_an_import():
    check("""
        lazy import a
        #           ^ a
        lazy from b import c
        #         ^ b
        #                  ^ .c
    """)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts(line_end):
    source = line_end.join(["import a  # b", "x = '''", "'''; import c", "if d:", "  import e"])
    found = scan(source).imports
    assert [each.span for each in found] == [
        Span(0, 7, 0, 8),
        Span(2, 12, 2, 13),
        Span(4, 9, 4, 10),
    ]
    assert found[2].guards == (Test("d", True),)


def test_line_ends_do_not_move_the_offset_of_a_block():
    (found,) = scan("x\r\ry\r\ntry:\r\n\timport a\r\nexcept:\r\n\tpass").imports
    assert found.guards == (TryBody(6),)


def test_a_form_feed_or_byte_order_mark_ends_no_line_and_indents_nothing():
    assert [each.span for each in scan("\ufeffimport a\n\fimport b\x0b\u2028").imports] == [
        Span(0, 8, 0, 9),
        Span(1, 8, 1, 9),
    ]
    (found,) = scan("if x:\n  pass\n  \f\nif y:\n  \f  import a").imports
    assert found.guards == (Test("y", True),)
    (found,) = scan("\ufeffif x:\n import a").imports
    assert found.guards == (Test("x", True),)


def test_tabs_indent_to_multiples_of_eight():
    (found,) = scan("if a:\n    if b:\n\timport c\n").imports
    assert found.guards == (Test("a", True), Test("b", True))


# Calls


def test_functions_that_import_are_found_with_a_constant():
    check("""
        importlib.import_module("a.b")
        #                        ^^^ a.b
        x = import_module( 'c' , package=None)
        #                   ^ c
        __import__(r"d").e
        #            ^ d
        builtins.__import__('''f''')
        #                      ^ f
        np = pytest.importorskip(u"g", reason="import h")
        #                          ^ g
        importorskip(  # the "module"
            "i.j"
        #    ^^^ i.j
        )
        f(a=[importlib . import_module("k")], b=import_module("l"))
        #                               ^ k
        #                                                      ^ l
    """)
    forms = [each.form for each in scan("__import__('a'), importorskip('b')").imports]
    assert forms == [Form.IMPORT_MODULE, Form.IMPORTORSKIP]


@pytest.mark.parametrize(
    "argument",
    ["f'a'", "b'a'", "t'a'", "a", "'a' 'b'", "'a' + b", "'.a'", "'a b'", "''", "'a..b'", "name='a'",
     "'a-b'", "'1a'", "*'a'", "'a' if b else 'c'", "'a\\x2eb'", ""],
)  # fmt: skip
def test_only_a_plain_constant_is_an_import(argument):
    assert names(f"importlib.import_module({argument})") == []


@pytest.mark.parametrize(
    "source",
    [
        "def import_module('a')",
        "def importorskip (\n  'a'): pass",
        "self.import_module('a')",
        "my_import_module('a')",
        "import_modules('a')",
        "pytest.import_module('a')",
        "x.importlib.import_module('a')",
        "object\\\n  .__import__('a')",
        "___import__('a')",
        "__import___('a')",
        "'import_module(\"a\")'",
        "f'{import_module(\"a\")}'",
        "f'{f'{import_module('a')}'}'",
    ],
)
def test_other_functions_and_text_are_no_calls(source):
    assert names(source) == []


def test_a_call_below_an_ellipsis_is_a_call():
    assert names("...\nimport_module('a')") == ["a"]


def test_calls_have_the_guards_of_their_statement():
    check("""
        if A:
            pass
        f(
            import_module("a"))
        #                  ^ a
        if import_module("b"):
        #                 ^ b
            x = f(
          import_module("c"))
        #                ^ c (if import_module("b"))
        elif import_module("d"): import_module("e")
        #                   ^ d (not import_module("b"))
        #                                       ^ e (not import_module("b"), if import_module("d"))
        try:
            def f(x=import_module("g")):
        #                          ^ g (try)
                import_module("h")
        #                      ^ h
        except import_module("i").Error: ...
        #                     ^ i
        except ImportError: ...
    """)


# What is not code


@pytest.mark.parametrize("prefix", ["", *"rRbBuUfFtT", "rb", "bR", "Rf", "Fr", "tR", "RT"])
@pytest.mark.parametrize("quotes", ['"', "'", '"""', "'''"])
def test_nothing_is_imported_by_a_string(prefix, quotes):
    other = "'" if quotes[0] == '"' else '"'
    inside = rf"; import a; {other} \\ \{quotes[0]} {{{{ # import b"
    assert names(f"x = {prefix}{quotes}{inside}{quotes}; import c") == ["c"]
    assert names(f"x = {prefix}{quotes}; import a \\\nimport b{quotes}; import c") == ["c"]


def test_strings_in_triple_quotes_span_lines():
    check('''
        """Say: import a
        import b
        ""\\"""
        import c
        """
        import d
        #      ^ d
        x = \'\'\'
        import e
        " """
        \'\'\'  # import f
        import g
        #      ^ g
    ''')


def test_a_keyword_is_no_prefix():
    assert names('x = 1 if"{"in y else"}"; import a') == ["a"]
    assert names('x = 1 if a else b if"{\'"in c else"d"; import e') == ["e"]


@pytest.mark.parametrize(
    "string",
    [
        """f'{a["b"]}'""",
        """f'{a['b']}'""",
        """f'{a['"']}'""",
        """f"{f"{f"{f"{1}"}"}"}" """,
        """f"{', '.join(f'{x}' for x in y)}" """,
        """f"{x:{"'"}>{w}}}}" """,
        """f"{x:'>{w}}" """,
        """f"{x!r:{'{'}^{w}}" """,
        """f"{{ {x:%H:%M "}; import b" """.replace('"}', "'}"),
        """f"{ {'a': '}'}['a'] }" """,
        """f"{(lambda: {"}"})():{'"'}}" """,
        """f"\\{x["'"]}" """,
        """f"\\N{QUOTATION MARK}{x["'"]}" """,
        """rf"\\N{x["'"]}\\" """ + '"',
        """f"{x # "
           }" """,
        """f"{
            x["'"]
           }" """,
        '''f"""{
            x["'"] # """
            :{w}}
            import b
            ""\\""" """ ''',
        '''f"""{"""{""" + '"'}""" ''',
        """t"{t'{x["'"]}'}" """,
        """f"}}{{{x["'"]}}}" """,
        """f"{x:{y:{z["'"]}}}" """,
    ],
)
def test_a_formatted_string_ends_where_its_fields_allow(string):
    assert names(f"x = {string}; import a; y = 'import c'\nimport d") == ["a", "d"]


def test_from_and_import_mean_other_things_too():
    check("""
        yield from x
        import a
        #      ^ a
        raise X from e
        import b
        #      ^ b
        raise X(
            1) \\
            from e; import c
        #                  ^ c
        x.from_ = y.import_ = import_ = _import = imports = 1
        f(import_=1)
        (yield
         from x)
        import d
        #      ^ d
    """)


# Guards


def test_a_try_that_catches_a_failing_import_guards_it():
    for caught in [
        "", " ImportError", " ModuleNotFoundError", " Exception as e", " BaseException",
        " (A, ImportError)", " ( (ImportError) , B.c(d, e),)", "(ImportError)",
        " builtins.ImportError as e",
        "* ImportError", "*(ImportError, A) as e", " (*A, ImportError)", " A, ImportError",
    ]:  # fmt: skip
        check(f"""
            try:
                import a
            #          ^ a (try)
            except ValueError:
                import b
            #          ^ b
            except{caught}:
                import c
            #          ^ c (except)
            else:
                import d
            #          ^ d (try-else)
            finally:
                import e
            #          ^ e
            import f
            #      ^ f
        """)


def test_a_try_that_catches_something_else_guards_nothing():
    for caught in [
        " ValueError", " (A, B)", " x.ImportError", " ImportErrors", " A + (ImportError,)",
        " (ImportError,) + (A,)", " f(ImportError)", " f(A, ImportError, B)", " A[ImportError]",
        " (A, (ImportError, B))", " ImportError if A else B", " A as ImportError",
    ]:  # fmt: skip
        check(f"""
            try:
                import a
            #          ^ a
            except{caught}:
                import b
            #          ^ b
            else:
                import c
            #          ^ c
        """)
    assert scan("try:\n  import a\nfinally:\n  pass").imports[0].guards == ()


def test_all_parts_of_one_try_share_its_offset():
    source = "x = 1\ntry:\n  import a\nexcept ImportError:\n  import b\nelse:\n  import c\n"
    assert [each.guards for each in scan(source).imports] == [
        (TryBody(6),),
        (TryHandler(6),),
        (TryElse(6),),
    ]


def test_suppressing_a_failing_import_guards_it():
    for items in [
        "suppress(ImportError)", "contextlib.suppress(A, ModuleNotFoundError) as b",
        "open(a, b) as c, suppress(Exception)", "(suppress(ImportError))",
        "(\n  open(a) as b,\n suppress(\n  BaseException,\n ),\n)",
        "suppress(*A, builtins.ImportError)",
    ]:  # fmt: skip
        check(f"with {items}:\n    import a\n#          ^ a (suppress)\n")


def test_other_contexts_guard_nothing():
    for items in [
        "suppress(ValueError)", "suppress()", "x.suppress(ImportError)", "suppress(f(ImportError))",
        "suppress", "f(suppress(ImportError))", "suppress(ImportError).x", "a as suppress",
        "resuppress(ImportError)", "suppress(a=ImportError)", "suppress(ImportError) if a else b",
    ]:  # fmt: skip
        check(f"with {items}:\n    import a\n#          ^ a\n")
    check("""
        async def f():
            async with suppress(ImportError):
                import a
        #              ^ a
    """)


def test_a_branch_knows_its_test_and_those_before_it():
    check("""
        if A:
            import a
        #          ^ a (if A)
        elif B.c == "d:e":  # if C:
            import b
        #          ^ b (not A, if B.c == "d:e")
        elif(C):
            import c
        #          ^ c (not A, not B.c == "d:e", if (C))
        else:
            if D: import d
        #                ^ d (not A, not B.c == "d:e", not (C), if D)
            else: import e
        #                ^ e (not A, not B.c == "d:e", not (C), not D)
        import f
        #      ^ f
    """)


def test_a_test_may_span_lines():
    (found,) = scan("if (\n  A  # a: b\n  or B[1:2]\n):\n  import c").imports
    assert found.guards == (Test("(\n  A  # a: b\n  or B[1:2]\n)", True),)
    (found,) = scan("if \\\n A and \\\n B \\\n:\n  import c").imports
    assert found.guards == (Test("A and \\\n B", True),)
    (found,) = scan("if a := {1: lambda: 2}:\n  import c").imports
    assert found.guards == (Test("a := {1: lambda: 2}", True),)


def test_other_statements_guard_nothing():
    check("""
        while A:
            import a
        #          ^ a
        else:
            import b
        #          ^ b
        for x in (1 if A
        else 2):
            import c
        #          ^ c
        else:
            import d
        #          ^ d
        match x:
            case y if z:
                import e
        #              ^ e
        x = (1 if A else
            2); import f
        #              ^ f
    """)


def test_an_expression_over_several_lines_is_no_block():
    check("""
        def f():
            if A:
                x = [a for a in b
          if c
        else d]; y = {a if b
         else c:
            1}
                import a
        #              ^ a (if A)
            match = re.match(
        for x in y)
            import b
        #          ^ b
    """)


def test_a_function_runs_when_the_try_around_it_is_over():
    check("""
        try:
            if A:
                async def f(x=
                  1):
                    import a
        #                  ^ a (if A)
                class B:
                    import b
        #                  ^ b (try, if A)
                    def f(self):
                        import c
        #                      ^ c (if A)
                        with suppress(ImportError):
                            import d
        #                          ^ d (if A, suppress)
        except ImportError:
            def f():
                import e
        #              ^ e (except)
        else:
            def f():
                import f
        #              ^ f
        with suppress(ImportError):
            def f(): import g
        #                   ^ g
    """)


def test_guards_add_up():
    check("""
        try:
            try:
                import a
        #              ^ a (try, try)
            except ImportError:
                import b
        #              ^ b (try, except)
        except ImportError:
            try:
                import c
        #              ^ c (except, try)
            except ImportError:
                with suppress(ImportError):
                    if D: import d
        #                        ^ d (except, except, suppress, if D)
    """)


# Flags


@pytest.mark.parametrize("constant", ["True", "False", "None", "0", "1"])
def test_constants_set_in_a_guarded_try_are_flags(constant):
    assert scan(f"""
try:
    import a; A = {constant}
    B: bool = {constant}  # works
    C = D = {constant}
except ImportError:
    E = {constant}
else: F = {constant}; ﬁ = {constant}
""").flags == set("ABCDEF") | {"fi"}


@pytest.mark.parametrize(
    "statement",
    ["a.b = True", "A = 2", "A = 10", "A = True or b", "A == True", "A += 1", "A, B = 1", "A: bool",
     "f(\n  A=True\n)", "x[a:B:c] = True", "if b: A = True", "def f(): A = True", "A = 'True'",
     "if b:\n        A = True", "while 1:\n        A = 1\n    else:\n        A = 1"],
)  # fmt: skip
def test_other_statements_set_no_flags(statement):
    source = f"try:\n    import a\n    {statement}\nexcept ImportError:\n    pass\nB = True\n"
    assert scan(source).flags == set()


def test_a_try_without_imports_has_no_flags():
    assert not scan("try:\n  A = True\nexcept ImportError:\n  import a\n  A = False\n").flags
    assert not scan("try:\n  import a\n  A = True\nexcept ValueError:\n  A = False\n").flags
    assert not scan(
        "try:\n  import a\nexcept ImportError:\n  x\nexcept A:\n  B = 1\nfinally:\n  C = 1"
    ).flags


@pytest.mark.parametrize(
    "statement",
    ["A = find_spec('a') is not None", "A: bool = bool(importlib.util.find_spec('a'))",
     "if x: A = [\n    find_spec ('a')]", "b = 1; A = 2 if find_spec('a') else 3",
     "def f():\n  A = lambda: find_spec('a')"],
)  # fmt: skip
def test_results_of_find_spec_are_flags(statement):
    assert scan(statement).flags == {"A"}


@pytest.mark.parametrize(
    "statement",
    ["a.b = find_spec('a')", "A = find_spec", "A = my_find_spec('a')", "f(A=find_spec('a'))",
     "A = 1; find_spec('a')", "if (A == find_spec('a')): B = 1", "A = 'find_spec(1)'",
     "A = f'{find_spec(1)}'", "A = 1\nfind_spec('a')", "def f(a=find_spec('a')): A = 1"],
)  # fmt: skip
def test_other_uses_of_find_spec_set_no_flags(statement):
    assert scan(statement).flags == set()


# Code that is being typed


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import ", []),
        ("import\nx", []),
        ("from foo", []),
        ("from", []),
        ("from import a", []),
        ("import for", []),
        ("import (a)", []),
        ("import requests.", ["requests"]),
        ("import a., b", ["a", "b"]),
        ("import a b", ["a"]),
        ("import a as", ["a"]),
        ("import a as, b", ["a", "b"]),
        ("import a,", ["a"]),
        ("import a, \nimport b", ["a", "b"]),
        ("from foo import", ["foo"]),
        ("from foo. import", ["foo"]),
        ("from . import", ["."]),
        ("from foo import\nimport a", ["foo", "a"]),
        ("x = \nimport a", ["a"]),
        ("x = 'abc\nimport a", ["a"]),
        ("x = f'{abc\nimport a", ["a"]),
        ("x = f'{abc['d'\nimport a", ["a"]),
        ("x = f'{f'{abc\nimport a; y = f'}'", ["a"]),
        ('"""text\nimport a', ["a"]),
        ('f"""{text\nimport a', ["a"]),
        ("'''text\nimport a\nx = '''b'''; '''\nimport c", ["c"]),
        ("foo(a, [\nimport a\nx = (\ndef f():\n  import b", ["a", "b"]),
        ("\\", []),
        ("import a\\", ["a"]),
        ("we import a", []),
        ("print 'a'; import b", ["b"]),
    ],
)
def test_code_being_typed_yields_what_can_be_read(source, expected):
    assert names(source) == expected


def test_an_unclosed_parenthesis_takes_no_member_from_the_next_statement():
    for rest in ["import c", "x = 1", "f(x)", "class A: ...", "@x", "x.y", ""]:
        for end in ["", ","]:
            found = scan(f"from foo import (a, b{end}\n{rest}\nimport d").imports
            assert [member.name for member in found[0].members] == ["a", "b"], rest
            assert found[-1].name == "d"


def test_brackets_that_do_not_match_hide_no_block():
    check("""
        x = foo(a, [b
        if A:
            import a
        #          ^ a (if A)
        try:
            import b)
        #          ^ b (try)
        except ImportError:
            x = {
            import c
        #          ^ c (except)
    """)


def test_wrong_indentation_falls_back_to_the_nearest_block():
    check("""
        if A:
            try:
                import a
        #              ^ a (if A, try)
           except ImportError:
               import b
        #             ^ b (if A, except)
        else:
          import c
        #        ^ c (not A)
             import d
        #           ^ d (not A)
    """)


def test_a_clause_of_nothing_guards_nothing():
    check("""
        else:
            import a
        #          ^ a
        except ImportError:
            import b
        #          ^ b
        elif A:
            import c
        #          ^ c
    """)


PIECES = st.sampled_from(
    ["import ", "from ", "a", ".", " as ", ",", "(", ")", "[", "]", "{", "}", ":", ";", "\n", "\r",
     "\n    ", "\n\t", "\f", "\\", "\\\n", "'", '"', "'''", '"""', "f'", 'rf"""', "#", "=", "True",
     "try:", "except ", "ImportError", "else:", "if ", "elif ", "def f():", "with suppress(",
     "lambda", "import_module(", "__import__(", "find_spec(", "\ufeff", "é", "\ud800", "\0", "*",
     "match ", "case ", "class ", "async ", "lazy ", "finally:", "while ", "for "]
)  # fmt: skip


LONG_TEXTS = {
    "indented imports": lambda n: "if x:\n" + "    import a\n" * n,
    "functions": lambda n: "def f():\n    import a\n" * n,
    "imports on one line": lambda n: "if x: " + "import a; " * n,
    "calls in one list": lambda n: "x = [" + "import_module('a')," * n + "]",
    "calls over lines": lambda n: "x = [\n" + "import_module('a'),\n" * n + "]",
    "find_spec on one line": lambda n: "x = [" + "find_spec('a')," * n + "]",
    "flags on one line": lambda n: "try:\n  import a\n  " + "x = 1;" * n + "\nexcept: pass",
    "unclosed quotes": lambda n: "import a '\" \n" * n,
    "escaped triple quotes": lambda n: "import a\n" + "\\'''" * n,
    "triple quotes of two kinds": lambda n: "import a\n'''" + "\\''' \"\"\" " * n,
    "nested formatted strings": lambda n: "import a\n" + 'f"{' * n,
    "unclosed fields": lambda n: "import a\n" + 'f"{(\n' * n + "]",
    "intricate formatted strings": lambda n: "import a\n" + "x = f'{a['b']}'\n" * n,
    "brackets": lambda n: "(\n" * n + "if x:\n import b",
    "parentheses around an exception": lambda n: (
        "try:\n import a\nexcept " + "(" * n + "ImportError" + ")" * n + ": pass"
    ),
    "branches": lambda n: "if x:\n import a\n" + "elif x:\n import a\n" * n,
    "handlers": lambda n: "try:\n import a\n" + "except x:\n import a\n" * n + "except: pass",
    "members": lambda n: "from a import (b,\n" * n,
    "targets": lambda n: "try:\n import a\n " + "a=" * n + "\nexcept ImportError: pass",
    "blank lines": lambda n: "if x:\n" + " " * n + "\n" + " \n" * n + " import b",
}


@pytest.mark.parametrize("kind", LONG_TEXTS)
def test_twice_the_text_takes_about_twice_the_time(kind):
    def seconds(size):
        text = LONG_TEXTS[kind](size)
        started = time.process_time()
        scan(text)
        return time.process_time() - started

    # The shortest time is the one least disturbed by others on the machine.
    once, twice = (min(seconds(size) for _ in range(3)) for size in (4_000, 8_000))
    assert twice < 4 * max(once, 0.002)


@given(st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=60).map("".join))
def test_scanning_never_fails_and_every_span_holds_its_name(text):
    starts = LineStarts(text)
    for each in scan(text).imports:
        span = each.span
        start = starts.offset(span.line, span.column)
        end = starts.offset(span.end_line, span.end_column)
        assert starts.span(start, end) == span
        assert start < end
        for member in each.members:
            start = starts.offset(member.span.line, member.span.column)
            assert text[start : start + 1]
            assert member.span.line == member.span.end_line


@given(st.text())
def test_scanning_any_text_never_fails(text):
    scan("import a\n" + text)
    scan("if a:\n import b\n" + text)
