/** When our code began to be loaded; imported first, so that loading counts as activation. */
export const loadedAt = performance.now();
