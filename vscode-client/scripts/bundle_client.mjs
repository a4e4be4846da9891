// Bundles the client into one file, and keeps what esbuild tells about its parts.
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { client } from './places.mjs';

/** Features of the client's library that our server does not have, by what it would announce them with. */
const LEFT_OUT = Object.keys(JSON.parse(readFileSync(`${client}/scripts/left_out.json`, 'utf8')));

/** What package.json demands of VS Code need not be checked again. */
const ANY_VERSION = 'module.exports = () => ({ prerelease: [] });';

/** Leaves out a third of the library: less to ship, and less to load when the extension wakes up. */
const leaveOut = {
  name: 'leave-out',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: new RegExp(`^\\./(${LEFT_OUT.join('|')})$`) }, ({ importer }) =>
      /vscode-languageclient[\\/]lib[\\/]common[\\/]client\.js$/.test(importer)
        ? { path: `${client}/scripts/left_out.cjs` }
        : undefined,
    );
    onLoad({ filter: /semver[\\/]functions[\\/](parse|satisfies)\.js$/ }, () => ({ contents: ANY_VERSION }));
  },
};

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
  plugins: [leaveOut],
  legalComments: 'none', // the licences are in THIRD_PARTY_NOTICES.txt
  metafile: true,
  logLevel: 'warning',
});
writeFileSync(`${client}/dist/meta.json`, JSON.stringify(metafile));
