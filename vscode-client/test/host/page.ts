/// <reference lib="dom" />
/** What the workbench shows, read from its page; the tests, in the extension host, ask for it through `bridge.ts`. */
import type { Page } from 'playwright-core';

export interface StatusItem {
  readonly id: string;
  readonly text: string;
  readonly spoken: string;
  readonly classes: string;
}

export interface Row {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** Heading above it, or nothing. */
  readonly heading: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly focused: boolean;
  readonly buttons: readonly string[];
}

export interface QuickInput {
  readonly title: string;
  readonly placeholder: string;
  readonly value: string;
  readonly message: string;
  readonly rows: readonly Row[];
}

export interface Shown {
  readonly text: string;
  readonly buttons: readonly string[];
}

export function statusItems(page: Page): Promise<readonly StatusItem[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.part.statusbar .statusbar-item')]
      .filter((item) => (item as HTMLElement).offsetWidth > 0)
      .map((item) => ({
        id: item.id,
        text: (item as HTMLElement).innerText.replace(/\s+/g, ' ').trim(),
        spoken: item.querySelector('[aria-label]')?.getAttribute('aria-label') ?? item.getAttribute('aria-label') ?? '',
        classes: [item, ...item.querySelectorAll('*')].map((part) => part.getAttribute('class') ?? '').join(' '),
      })),
  );
}

/** Text and links of what hovering over an item of the status bar shows. */
export async function tooltip(page: Page, id: string): Promise<{ readonly text: string; readonly links: string[] }> {
  await page.mouse.move(400, 400);
  await page.locator(`[id="${id}"]`).hover();
  const hover = page.locator('.workbench-hover-container .monaco-hover').last();
  await hover.waitFor({ state: 'visible', timeout: 5000 });
  const text = (await hover.innerText()).replace(/\u00a0/g, ' ');
  const links = await hover.locator('a').evaluateAll((all) =>
    all.map((link) => link.getAttribute('data-href') ?? link.getAttribute('href') ?? ''));
  await page.mouse.move(400, 400);
  return { text, links };
}

/** The open quick pick or input box; null if none is open. */
export function quickInput(page: Page): Promise<QuickInput | null> {
  return page.evaluate(() => {
    const widget = document.querySelector<HTMLElement>('.quick-input-widget');
    if (!widget || widget.style.display === 'none' || widget.offsetWidth === 0) return null;
    const text = (from: Element, selector: string) =>
      (from.querySelector<HTMLElement>(selector)?.innerText ?? '').replace(/\u00a0/g, ' ').trim();
    const input = widget.querySelector<HTMLInputElement>('.quick-input-box input');
    const place = (row: Element) => Number((row as HTMLElement).dataset['index'] ?? 0);
    const rows = [...widget.querySelectorAll('.quick-input-list .monaco-list-row')].sort((a, b) => place(a) - place(b));
    return {
      title: text(widget, '.quick-input-title'),
      placeholder: input?.placeholder ?? '',
      value: input?.value ?? '',
      message: text(widget, '.quick-input-message'),
      rows: rows.map((row) => ({
        label: text(row, '.quick-input-list-row .monaco-icon-label .label-name'),
        description: text(row, '.quick-input-list-row .monaco-icon-label .label-description'),
        detail: text(row, '.quick-input-list-label-meta'),
        heading: text(row, '.quick-input-list-separator'),
        spoken: row.getAttribute('aria-label') ?? '',
        focused: row.classList.contains('focused'),
        buttons: [...row.querySelectorAll('.quick-input-list-entry-action-bar .action-label')].map(
          (button) => button.getAttribute('aria-label') ?? '',
        ),
      })),
    };
  });
}

/** What stands in the list of notifications, which has to be open. */
export function notifications(page: Page): Promise<readonly Shown[]> {
  // Rows of what was cleared while the list was hidden may be left in it, with no height.
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.notifications-center.visible .monaco-list-rows')]
      .filter((rows) => rows.offsetHeight > 0)
      .flatMap((rows) => [...rows.querySelectorAll('.notification-list-item')])
      .map((item) => ({
        text: (item.querySelector<HTMLElement>('.notification-list-item-message')?.innerText ?? '').trim(),
        buttons: [...item.querySelectorAll<HTMLElement>('.notification-list-item-buttons-container .monaco-button')]
          .map((button) => button.innerText.trim()),
      })),
  );
}

export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

export async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
}

/** Puts a text into the open quick input. */
export async function fill(page: Page, text: string): Promise<void> {
  await page.locator('.quick-input-widget .quick-input-box input').fill(text);
}

/** What is to be read in the first element that a selector fits. */
export async function read(page: Page, selector: string): Promise<string> {
  const found = page.locator(selector).first();
  return (await found.count()) ? (await found.innerText()).replace(/\u00a0/g, ' ') : '';
}

export async function click(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().click({ timeout: 5000 });
}

export async function screenshot(page: Page, file: string): Promise<void> {
  await page.screenshot({ path: file });
}
