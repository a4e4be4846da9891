import { runSuites } from '../index.ts';

export const run = (): Promise<void> =>
  runSuites(async () => {
    await import('./sharing.test.ts');
  });
