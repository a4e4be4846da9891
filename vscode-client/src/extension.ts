import type * as vscode from 'vscode';

export function activate(_: vscode.ExtensionContext): void {}
