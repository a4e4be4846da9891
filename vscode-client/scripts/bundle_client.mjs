// Bundles the client into one file, and keeps what esbuild tells about its parts.
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { client } from './places.mjs';

const { metafile } = await build({
  absWorkingDir: client,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.cjs',
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20', // what VS Code 1.100 runs extensions with
  external: ['vscode'],
  // The modern entry of a package that has both is smaller, for what is not used can be told.
  mainFields: ['module', 'main'],
  legalComments: 'none', // the licences are in THIRD_PARTY_NOTICES.txt
  metafile: true,
  logLevel: 'warning',
});
writeFileSync(`${client}/dist/meta.json`, JSON.stringify(metafile));
