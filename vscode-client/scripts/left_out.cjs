// Stands in the bundle for what the library has and our server has not (left_out.json).
const never = () => ({ dispose() {} });

class LeftOut {
  fillClientCapabilities() {}
  initialize() {}
  getState() {
    return { kind: 'static' };
  }
  clear() {}
}

/** Others ask for this one, so it is there, as it is with a server that only wants a notebook's cells. */
class NotebookDocumentSyncFeature extends LeftOut {
  static CellScheme = 'vscode-notebook-cell';
  registrationType = { method: 'notebookDocument/sync' };
  onOpenNotificationSent = never;
  onChangeNotificationSent = never;
  onSaveNotificationSent = never;
  onCloseNotificationSent = never;
  register() {}
  unregister() {}
  handles() {
    return false;
  }
}

module.exports = new Proxy({ NotebookDocumentSyncFeature }, { get: (known, name) => known[name] ?? LeftOut });
