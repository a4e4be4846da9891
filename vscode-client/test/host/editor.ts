/// <reference lib="dom" />
/** The browser that shows VS Code, and what makes VS Code run tests in its extension host. */
import { chromium, type BrowserContext, type Page } from 'playwright-core';

import type { Version } from '../stories/code_server.ts';

export function startBrowser(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    // High enough for all rows of a list to be in the page.
    viewport: { width: 1280, height: 2000 },
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
      .concat('--disable-component-update', '--disable-sync'),
    permissions: ['clipboard-read', 'clipboard-write'],
  });
}

/** A built VS Code loads tests only with this driver. Toasts do not show with it; the list of notifications does. */
export function driverOption(version: Version): readonly string[] {
  return version === 'newest' ? ['--vscode-option', 'enable-smoke-test-driver'] : [];
}

/**
 * Switches the driver on in the page, where there is no option for it.
 *
 * Not by answering the request in the browser's place: a document that came that way may not connect to loopback.
 */
export async function switchDriverOn(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const look = (_: unknown, observer: MutationObserver) => {
      const meta = document.getElementById('vscode-workbench-web-configuration');
      if (!meta) return;
      observer.disconnect();
      const told = JSON.parse(meta.getAttribute('data-settings') ?? '{}');
      told.developmentOptions = { ...told.developmentOptions, enableSmokeTestDriver: true };
      meta.setAttribute('data-settings', JSON.stringify(told));
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  });
}
