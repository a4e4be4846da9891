"""What VS Code sends of settings that nobody has touched: the default of each."""

UNTOUCHED: dict[str, object] = {
    "severity": {},
    "ignore": [],
    "roots": [],
    "pythonpath": [],
    "environment": "",
    "interpreter": "",
    "environmentFolders": [],
    "createWith": "auto",
    "serverPython": "",
    "trace": {"server": "off"},
    "terminal": {"activate": True},
    "shareChoice": "ask",
}
