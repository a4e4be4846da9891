import { runSuites } from '../index.ts';

export const run = (): Promise<void> =>
  runSuites(async () => {
    await import('./activation.test.ts');
    await import('./status.test.ts');
    await import('./picker.test.ts');
    await import('./settings.test.ts');
    await import('./editing.test.ts');
    await import('./reports.test.ts');
    await import('./terminals.test.ts');
    await import('./create.test.ts');
    await import('./server.test.ts');
    await import('./untouched.test.ts');
  });
