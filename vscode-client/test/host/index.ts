/** What the extension host of a real VS Code loads, by its option `extensionTestsPath`, has to export `run`. */
import type MochaClass from 'mocha';

import { ui } from './support.ts';

/** Runs the suites that `load` imports, and tells how each test ended as soon as it has. */
export async function runSuites(load: () => Promise<void>): Promise<void> {
  // Not bundled: it loads its own parts by name.
  const Mocha = require(process.env['HOST_MOCHA'] ?? 'mocha') as typeof MochaClass;
  process.setSourceMapsEnabled(true);
  const grep = process.env['HOST_GREP'];
  const retries = Number(process.env['HOST_AGAIN'] ?? 0);
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, color: false, retries, ...(grep ? { grep } : {}) });
  mocha.reporter(class {
    constructor(runner: MochaClass.Runner) {
      const again = new Map<string, string>();
      runner.on('retry', (test, error) => void again.set(test.fullTitle(), ` (AGAIN, after: ${error.message})`));
      runner.on('pass', (test) => void ui.passed(test.fullTitle() + (again.get(test.fullTitle()) ?? ''), test.duration ?? 0));
      runner.on('fail', (test, error) => void ui.failed(test.fullTitle(), error.stack ?? String(error)));
    }
  } as unknown as typeof MochaClass.reporters.Base);
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();
  const failures = await new Promise<number>((done) => mocha.run(done));
  if (failures > 0) throw new Error(`${failures} failed`);
}
