import { runSuites } from '../index.ts';

export const run = (): Promise<void> =>
  runSuites(async () => {
    await import('./activation.test.ts');
    await import('./status.test.ts');
    await import('./picker.test.ts');
  });
