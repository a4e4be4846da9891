import type { Locator, Page } from 'playwright-core';
import type { CodeServer } from './code_server.ts';

/** A window of VS Code, and what a person does in it. Every wait is for something to be seen, with a deadline. */
export interface Workbench {
  readonly page: Page;
  readonly status: (text: string | RegExp) => Locator;
  /** Squiggles of errors and warnings in the editor. */
  readonly squiggles: Locator;
  readonly problems: Locator;
  readonly quickInput: Locator;
  /** Where one types in it. */
  readonly quickText: Locator;
  readonly rows: Locator;
  readonly menu: Locator;
  readonly dialog: Locator;
  toast(text: string | RegExp): Locator;
  line(text: string): Locator;
}

export const DEADLINE = 30_000;

/** Address that opens a folder or a `.code-workspace`, with a file if one is named. */
export function address(server: CodeServer, folder: string, file?: string): string {
  const url = new URL(server.url);
  url.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', folder);
  if (file !== undefined) {
    const opened = `vscode-remote://127.0.0.1:${server.port}${file}`;
    url.searchParams.set('payload', JSON.stringify([['openFile', opened]]));
  }
  return url.toString();
}

export function workbench(page: Page): Workbench {
  return {
    page,
    status: (text) => page.locator('.statusbar-item:visible', { hasText: text }).first(),
    squiggles: page.locator('.editor-instance .squiggly-error, .editor-instance .squiggly-warning'),
    problems: page.locator('.markers-panel .monaco-list-row .marker-icon, .markers-panel .monaco-list-row .codicon-error'),
    quickInput: page.locator('.quick-input-widget:visible'),
    quickText: page.locator('.quick-input-widget:visible .quick-input-box input'),
    rows: page.locator('.quick-input-widget:visible .monaco-list-row'),
    menu: page.locator('.action-widget .monaco-list-row.action'),
    dialog: page.locator('.monaco-dialog-box'),
    toast: (text) => page.locator('.notification-toast', { hasText: text }).first(),
    line: (text) => page.locator('.editor-instance .view-line', { hasText: text }).first(),
  };
}

/** Run a command of the palette by its title. */
export async function command(bench: Workbench, title: string): Promise<void> {
  await askFor(bench, title);
  await bench.rows.filter({ hasText: title }).first().click();
  await bench.page.mouse.move(0, 0); // So that no tooltip covers what comes.
}

/** The same without a mouse; the command has to be the first that the palette finds. */
export async function commandByKeyboard(bench: Workbench, title: string): Promise<void> {
  await askFor(bench, title);
  await focusedRow(bench, title).waitFor();
  await bench.page.keyboard.press('Enter');
}

async function askFor(bench: Workbench, title: string): Promise<void> {
  await bench.page.keyboard.press('F1');
  await bench.quickText.fill(`>${title}`);
}

/** The row of a list that Enter would take, once it is the one with this text. */
export function focusedRow(bench: Workbench, text: string): Locator {
  return bench.page.locator('.quick-input-widget:visible .monaco-list-row.focused', { hasText: text });
}

/** Open a file of the workspace by its name, and wait until its editor shows. */
export async function openFile(bench: Workbench, name: string): Promise<void> {
  await bench.page.keyboard.press('F1'); // Control+P would go to a terminal that has the focus.
  await bench.quickText.fill(name);
  await focusedRow(bench, name).waitFor();
  await bench.page.keyboard.press('Enter');
  await bench.page.locator('.tab.active', { hasText: name.split('/').pop()! }).first().waitFor();
}

/** Put the cursor at the end of a line. */
export async function goToLine(bench: Workbench, text: string): Promise<void> {
  await bench.line(text).click();
  await bench.page.keyboard.press('End');
}

/** Open the quick fixes of a line and return their titles. */
export async function quickFixes(bench: Workbench, line: string): Promise<readonly string[]> {
  // What changes in the editor closes the menu, and then a person asks again.
  for (let time = 0; time < 5 && !(await bench.menu.first().isVisible()); time++) {
    await goToLine(bench, line);
    await bench.page.keyboard.press('Control+.');
    await bench.menu.first().waitFor({ timeout: DEADLINE / 5 }).catch(() => undefined);
  }
  return (await bench.menu.allInnerTexts()).map((title) => title.trim().replaceAll('\u00a0', ' '));
}

/** Take a quick fix of a line by the keyboard: in VS Code 1.100 an overlay takes the clicks. */
export async function takeFix(bench: Workbench, line: string, title: string): Promise<void> {
  const offered = await quickFixes(bench, line);
  const place = offered.findIndex((one) => one.startsWith(title));
  if (place < 0) {
    throw new Error(`no quick fix ${title} in ${JSON.stringify(offered)}`);
  }
  const wanted = bench.menu.nth(place);
  for (let press = 0; press < offered.length && !(await isFocused(wanted)); press++) {
    await bench.page.keyboard.press('ArrowDown');
  }
  await bench.page.keyboard.press('Enter');
}

async function isFocused(row: Locator): Promise<boolean> {
  return (await row.getAttribute('class'))?.split(' ').includes('focused') ?? false;
}

export async function showProblems(bench: Workbench): Promise<void> {
  await bench.page.keyboard.press('Control+Shift+M');
  await bench.page.locator('.markers-panel').waitFor();
}

/** The rows of the Problems panel as text. */
export async function problemTexts(bench: Workbench): Promise<readonly string[]> {
  const rows = bench.page.locator('.markers-panel .monaco-list-row');
  return (await rows.allInnerTexts()).map((row) => row.replaceAll(/\s+/g, ' ').trim());
}

/** Wait until the Problems panel says that there are none; what has to be made for that takes its time. */
export async function noProblems(bench: Workbench): Promise<void> {
  const none = bench.page.locator('.markers-panel', { hasText: /No problems have been detected/ });
  await none.waitFor({ timeout: 3 * DEADLINE });
}

/** Rest the mouse on something until its tooltip shows; what changes beneath the mouse hides it. */
export async function tooltip(bench: Workbench, on: Locator, text: string): Promise<Locator> {
  const shown = bench.page.locator('.monaco-hover:visible', { hasText: text }).first();
  for (let time = 0; time < 5 && !(await shown.isVisible()); time++) {
    await bench.page.mouse.move(600, 300);
    await on.hover();
    await shown.waitFor({ timeout: DEADLINE / 5 }).catch(() => undefined);
  }
  await shown.waitFor({ timeout: 1_000 });
  return shown;
}

/** What a terminal shows, its lines joined. */
export function terminalText(bench: Workbench): Locator {
  return bench.page.locator('.terminal-wrapper.active .xterm-rows');
}

export async function openTerminal(bench: Workbench): Promise<void> {
  await command(bench, 'Terminal: Create New Terminal');
  await terminalText(bench).locator('> div', { hasText: '$' }).first().waitFor();
}

export async function typeInTerminal(bench: Workbench, line: string): Promise<void> {
  await bench.page.keyboard.type(`${line}\n`);
}
