"""Compare the scanner with the syntax tree of every file in folders.

Run as a program it reads the folders given, or all interpreters found:
``python tests/oracle/compare_scanner.py [FOLDER...]``.
"""

from __future__ import annotations

import ast
import dataclasses
import sys
import warnings
from collections import Counter
from pathlib import Path

import ast_imports
import python_corpus

from venvlens.core.imports import Import, Test
from venvlens.core.scanner import scan


def differences(text: str) -> list[str] | None:
    """Return what the scanner reads otherwise than ``ast``; None if ``ast`` reads nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = ast_imports.read(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found = scan(text)
    got = Counter(map(comparable, found.imports))
    wanted = Counter(expected.imports)
    report = [f"missing {each}" for each in wanted - got]
    report += [f"not in the tree {each}" for each in got - wanted]
    report += [f"missing flag {name}" for name in sorted(expected.flags - found.flags)]
    report += [f"no flag {name}" for name in sorted(found.flags - expected.flags)]
    if not report and [each.span for each in found.imports] != [
        each.span for each in expected.imports
    ]:
        report.append("not in the order of the text")
    return report


def comparable(found: Import) -> Import:
    """Replace the tests of an import's guards by their syntax trees."""
    guards = tuple(
        Test(tree(guard.text), guard.truth) if isinstance(guard, Test) else guard
        for guard in found.guards
    )
    return dataclasses.replace(found, guards=guards)


def tree(expression: str) -> str:
    """Return the dumped tree of an expression, or the expression itself if it is none."""
    try:
        return ast.dump(ast.parse(f"({expression}\n)", mode="eval").body)
    except SyntaxError:
        return f"not an expression: {expression}"


def main(folders: list[Path]) -> int:
    compared = imports = different = 0
    for path in python_corpus.files(folders):
        text = python_corpus.read(path)
        found = None if text is None else differences(text)
        if text is None or found is None:
            continue
        compared += 1
        imports += len(scan(text).imports)
        different += bool(found)
        for line in found:
            print(f"{path}: {line}")
    print(f"{compared} files, {imports} imports, {different} files with differences")
    return bool(different)


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    sys.exit(main([*map(Path, sys.argv[1:])] or python_corpus.interpreters()))
