/** When our code began to be loaded; imported first, so that loading counts as activation. */
export const loadedAt = performance.now();
/** The processor's time that the process had taken by then. */
export const usedBefore = process.cpuUsage();

/** Milliseconds of the processor since then: by the clock it would be what the machine does besides, too. */
export function usedSince(then: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(then);
  return (user + system) / 1000;
}
