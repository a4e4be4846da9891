import * as vscode from 'vscode';
import type * as protocol from 'vscode-languageclient/node';
import * as plain from './plain.ts';

type Token = protocol.ProgressToken;
type Told = protocol.WorkDoneProgressBegin | protocol.WorkDoneProgressReport | protocol.WorkDoneProgressEnd;
type Take = (told: Told) => void;
type Notification = vscode.Progress<{ message?: string; increment?: number }>;

/**
 * Shows what can be cancelled as a notification with Cancel; the library shows a status bar item that has no
 * Cancel. `ended` tells that there will be no more progress, since the server is gone.
 */
export function progress(cancel: (token: Token) => unknown, ended: vscode.Event<unknown>) {
  const shown = new Map<Token, Take>();
  return (token: Token, told: Told, next: (token: Token, told: Told) => void): void => {
    if (told.kind === 'begin' && told.cancellable) {
      void show(plain.message(told.title), () => cancel(token), ended, (take) => shown.set(token, take));
    } else {
      shown.get(token)?.(told);
      next(token, told); // of what it was not told the begin, the library shows nothing
    }
    if (told.kind === 'end') {
      shown.delete(token);
    }
  };
}

function show(title: string, cancel: () => unknown, ended: vscode.Event<unknown>, take: (take: Take) => void) {
  const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title };
  return vscode.window.withProgress(options, (bar: Notification, token) => {
    token.onCancellationRequested(cancel);
    let share = 0;
    return new Promise<void>((resolve) => {
      ended(() => resolve());
      take((told) => {
        if (told.kind === 'end') {
          return resolve();
        }
        const increment = Math.max(0, (told.percentage ?? 0) - share);
        share += increment;
        bar.report({ increment, ...(told.message === undefined ? {} : { message: plain.message(told.message) }) });
      });
    });
  });
}
