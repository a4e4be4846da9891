"""How fast the scanner reads, side by side with ``ast.parse``.

``python tests/benchmarks/bench_scanner.py [FOLDER...]`` reads the standard library of the
running interpreter, or the folders given.
"""

from __future__ import annotations

import ast
import sys
import sysconfig
import time
import warnings
from pathlib import Path

from venvlens.core.scanner import scan

ROUNDS = 3


def corpus(folders):
    """Return the texts of all files that Python accepts."""
    texts = []
    for path in (path for folder in folders for path in sorted(Path(folder).rglob("*.py"))):
        try:
            text = path.read_text(encoding="utf-8")
            ast.parse(text)
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        texts.append(text)
    return texts


def seconds(read, texts):
    # Processor time: what others do on the machine meanwhile matters less.
    started = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - started


def main(folders):
    warnings.simplefilter("ignore")
    texts = corpus(folders or [sysconfig.get_path("stdlib")])
    megabytes = sum(map(len, texts)) / 1e6
    imports = sum(len(scan(text).imports) for text in texts)
    print(f"{len(texts)} files, {megabytes:.1f} MB, {imports} imports")
    for name, read in {"scan": scan, "ast.parse": ast.parse}.items():
        best = min(seconds(read, texts) for _ in range(ROUNDS))
        print(f"{name:10}{best:8.2f} s{megabytes / best:8.1f} MB/s")


if __name__ == "__main__":
    main(sys.argv[1:])
