// Gathers the client's texts into l10n/bundle.l10n.json, for translators.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const CLIENT = path.dirname(import.meta.dirname);
const SOURCES = path.join(CLIENT, 'src');

/** What the bundle has to hold: every text in a call of `t(...)`, in the order of the alphabet. */
export function bundle(): string {
  const found = sources().flatMap(([, source]) =>
    [...source.matchAll(/\bt\(\s*'((?:[^'\\\n]|\\.)*)'/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1')),
  );
  return `${JSON.stringify(Object.fromEntries([...new Set(found)].sort().map((text) => [text, text])), null, 2)}\n`;
}

/** Calls whose text cannot be gathered, because it is no literal in single quotes. */
export function ungathered(): readonly string[] {
  return sources().flatMap(([name, source]) =>
    [...source.matchAll(/(?<![.\w])(?:vscode\.l10n\.)?t\((?!\s*')[^)]*/g)].map(([call]) => `${name}: ${call}`),
  );
}

function sources(): readonly (readonly [string, string])[] {
  return readdirSync(SOURCES).sort().map((name) => [name, readFileSync(path.join(SOURCES, name), 'utf8')]);
}

if (import.meta.main) {
  writeFileSync(path.join(CLIENT, 'l10n', 'bundle.l10n.json'), bundle());
}
