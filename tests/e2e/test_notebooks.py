"""Notebooks: each cell is judged in the environment of the notebook's folder, as it is typed."""

from lsprotocol import types

from .conftest import install
from .editor import place, until
from .test_following import LABEL, follow, shows
from .test_picker import changes_of

REMOTE = "vscode-notebook-cell://ssh-remote%2Bbox{}#W0sdnNjb2RlLXJlbW90ZQ%3D%3D"
LOCAL = "vscode-notebook-cell:{}#W{}sZmlsZQ%3D%3D"


class Notebook:
    """A notebook in an editor that knows notebooks."""

    def __init__(self, editor, path, *cells: str) -> None:
        self.editor, self.uri = editor, path.as_uri()
        self.path = path.as_uri().removeprefix("file://")
        self.version, self.made = 1, 0
        self.cells = [self.item(text) for text in cells]
        editor.client.notebook_document_did_open(
            types.DidOpenNotebookDocumentParams(
                notebook_document=types.NotebookDocument(
                    uri=self.uri,
                    notebook_type="jupyter-notebook",
                    version=1,
                    cells=[self.cell(item) for item in self.cells],
                ),
                cell_text_documents=self.cells,
            )
        )
        self.pull()

    def item(self, text: str, language: str = "python") -> types.TextDocumentItem:
        uri = LOCAL.format(self.path, self.made)
        self.made += 1
        return types.TextDocumentItem(uri=uri, language_id=language, version=1, text=text)

    def cell(self, item) -> types.NotebookCell:
        return types.NotebookCell(kind=types.NotebookCellKind.Code, document=item.uri)

    def pull(self) -> None:
        for item in self.cells:
            self.editor._versions[item.uri] = self.version
            self.editor._pull(item.uri)

    def change(self, **cells) -> None:
        self.version += 1
        self.editor.client.notebook_document_did_change(
            types.DidChangeNotebookDocumentParams(
                notebook_document=types.VersionedNotebookDocumentIdentifier(self.version, self.uri),
                change=types.NotebookDocumentChangeEvent(
                    cells=types.NotebookDocumentCellChanges(**cells)
                ),
            )
        )
        self.pull()

    def type(self, number: int, text: str) -> None:
        document = types.VersionedTextDocumentIdentifier(
            version=self.version + 1, uri=self.cells[number].uri
        )
        whole = types.TextDocumentContentChangeWholeDocument(text=text)
        self.change(
            text_content=[
                types.NotebookDocumentCellContentChanges(document=document, changes=[whole])
            ]
        )

    def splice(self, start: int, deleted: int, *texts: str) -> list[str]:
        """Put cells in the place of others; return the URIs of those that are gone."""
        new = [self.item(text) for text in texts]
        gone = self.cells[start : start + deleted]
        self.cells[start : start + deleted] = new
        for item in gone:
            self.editor._versions.pop(item.uri)
        self.change(
            structure=types.NotebookDocumentCellChangeStructure(
                array=types.NotebookCellArrayChange(
                    start=start, delete_count=deleted, cells=[self.cell(item) for item in new]
                ),
                did_open=new,
                did_close=[types.TextDocumentIdentifier(uri=item.uri) for item in gone],
            )
        )
        return [item.uri for item in gone]

    def close(self) -> None:
        for item in self.cells:
            self.editor._versions.pop(item.uri)
        self.editor.client.notebook_document_did_close(
            types.DidCloseNotebookDocumentParams(
                notebook_document=types.NotebookDocumentIdentifier(uri=self.uri),
                cell_text_documents=[types.TextDocumentIdentifier(i.uri) for i in self.cells],
            )
        )

    async def shows(self, number: int, *codes: str):
        return await self.editor.shows(self.cells[number].uri, *codes)


async def test_a_notebook_is_asked_for(machine, start):
    editor = await start("vscode-1.139")
    sync = editor.result.capabilities.notebook_document_sync
    [selector] = sync.notebook_selector
    assert selector.notebook == "*"
    assert [cell.language for cell in selector.cells] == ["python"]


async def test_each_cell_is_judged_as_it_is_typed(machine, start):
    prefix = machine.environment()
    install(prefix, "here")
    editor = await start("vscode-1.139")
    notebook = Notebook(
        editor,
        machine.write("sub/nb.ipynb", "{}"),
        "import here\nimport nope\n",
        "%pip install thing\nimport thing",
        "%%bash\nimport gone\n",
        "try:\n    import soft\nexcept ImportError:\n    !pip install soft\n",
    )
    [found] = await notebook.shows(0, "import-missing")
    assert place(found) == (1, 7, 11)
    [found] = await notebook.shows(1, "import-missing")
    assert place(found) == (1, 7, 12)
    await notebook.shows(2)
    assert [d.severity for d in await notebook.shows(3, "import-missing")] == [
        types.DiagnosticSeverity.Hint
    ]
    notebook.type(0, "x = !ls 'x\nimport here, other\n")
    assert place(await editor.says(notebook.cells[0].uri, "`other`")) == (1, 13, 18)
    install(prefix, "thing")
    await notebook.shows(1)
    assert editor.messages == []


async def test_cells_come_and_go(machine, start):
    machine.environment()
    editor = await start("vscode-1.139")
    notebook = Notebook(editor, machine.write("nb.ipynb", "{}"), "import one\n", "import two\n")
    await notebook.shows(0, "import-missing")
    [gone] = notebook.splice(0, 1, "import three\n", "import os\n")
    assert "`three`" in (await notebook.shows(0, "import-missing"))[0].message
    await notebook.shows(1)
    await notebook.shows(2, "import-missing")
    params = types.DocumentDiagnosticParams(text_document=types.TextDocumentIdentifier(uri=gone))
    assert not (await editor.client.text_document_diagnostic_async(params)).items
    notebook.close()
    left = types.TextDocumentIdentifier(uri=notebook.cells[0].uri)
    params = types.DocumentDiagnosticParams(text_document=left)
    assert not (await editor.client.text_document_diagnostic_async(params)).items


async def test_a_notebook_without_an_environment_is_helped_to_one(machine, start):
    machine.uv()
    editor = await start("vscode-1.139")
    told = changes_of(editor)
    path = machine.write("nb.ipynb", "{}")
    follow(editor, path)
    notebook = Notebook(editor, path, "%matplotlib inline\nimport nope\n")
    [found] = await notebook.shows(0, "environment-missing")
    assert place(found) == (1, 7, 11)
    await shows(told, path, "none", "No environment")
    uri = notebook.cells[0].uri
    follow(editor, uri)
    await shows(told, uri, "none", "No environment")
    said = await editor.choose("Create .venv here", uri)
    assert said["status"] == "done"
    await notebook.shows(0, "import-missing")
    await shows(told, uri, "environment", LABEL)
    follow(editor, path)
    await shows(told, path, "environment", LABEL)


async def test_hover_and_quick_fixes_work_in_a_cell(machine, start):
    install(machine.environment(), "here")
    editor = await start("vscode-1.139")
    notebook = Notebook(editor, machine.write("nb.ipynb", "{}"), "%time\nimport here\nimport nope")
    [found] = await notebook.shows(0, "import-missing")
    uri = notebook.cells[0].uri
    hovered = await editor.client.text_document_hover_async(
        types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(1, 8))
    )
    assert "here.py" in hovered.contents.value
    [ignore] = [a for a in await editor.actions(uri, [found]) if a.title.endswith("in this line")]
    [[edited, [edit]]] = ignore.edit.changes.items()
    assert (edited, edit.range.start) == (uri, types.Position(2, 11))


async def test_a_notebook_on_another_machine_than_the_editor(machine, start):
    """Its cells name that machine; the notebook itself is a file here."""
    machine.environment()
    editor = await start("vscode-1.139")
    path = machine.write("nb.ipynb", "{}")
    notebook = Notebook(editor, path)
    notebook.made = 7
    uri = REMOTE.format(notebook.path)
    notebook.item = lambda text: types.TextDocumentItem(uri, "python", 1, text)
    notebook.splice(0, 0, "import nope\n")
    await notebook.shows(0, "import-missing")


async def test_an_editor_may_open_cells_as_documents(machine, start):
    """By whatever address: that of a cell, here or on a remote machine, or the notebook's own."""
    machine.environment()
    editor = await start("neovim-0.7")
    path = machine.write("sub/nb.ipynb", "{}")
    for uri in (
        LOCAL.format(path.as_uri().removeprefix("file://"), 0),
        REMOTE.format(path.as_uri().removeprefix("file://")),
        "vscode-notebook-cell:Untitled-1.ipynb?jupyter-notebook#W0sdW50aXRsZWQ%3D",
        path.as_uri(),
        f"{path.as_uri()}#cell-1",
    ):
        editor.open(uri, "%pip install x\n!ls '''\nimport nope\n")
        [found] = await editor.shows(uri, "import-missing")
        assert place(found) == (2, 7, 11)
        editor.replace(uri, "%%bash\nimport nope\n")
        await editor.shows(uri)
        editor.close(uri)


async def test_a_file_that_is_no_notebook_is_python(machine, start):
    machine.environment()
    editor = await start("neovim-0.7")
    uri = editor.open(machine.write("app.py", "%%bash\nimport nope\n"))
    await editor.shows(uri, "import-missing")


async def test_a_notebook_of_two_folders_has_its_own_environment(machine, start):
    for name in ("api", "web"):
        install(machine.environment(f"{name}/.venv"), name)
    editor = await start("vscode-1.139", machine.project / "api", machine.project / "web")
    cells = "import api\n", "import web\n"
    api, web = (
        Notebook(editor, machine.write(f"{n}/nb.ipynb", "{}"), *cells) for n in ("api", "web")
    )
    await api.shows(0)
    await api.shows(1, "import-missing")
    await web.shows(0, "import-missing")
    await web.shows(1)
    await until(lambda: not editor.pulling)
