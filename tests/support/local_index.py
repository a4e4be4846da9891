"""An index of small wheels on this machine, for tools that only ask indexes."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wheels import make_wheel


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: what tools ask for is not what a test is about."""


@contextmanager
def served(folder: Path, *names: str) -> Iterator[str]:
    """Serve a wheel of each name, as the listing of a folder is a page of an index (PEP 503)."""
    (folder / "simple").mkdir(parents=True)
    for name in names:
        make_wheel(folder / "simple" / name.replace("_", "-"), name)
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/simple/"
        server.shutdown()
        thread.join()
