import { fileURLToPath } from 'node:url';

/** Folder of the client. */
export const client = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
