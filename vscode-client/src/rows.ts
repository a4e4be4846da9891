import * as path from 'node:path';
import type { Listed } from './protocol.ts';

/** The headings of the list, in the order that the server also sorts by within a heading. */
const SECTIONS = ['Recommended', 'This workspace', 'Other projects', 'conda', 'pyenv', 'Global'];

export interface Section {
  readonly title: string;
  readonly entries: readonly Listed[];
}

/** Puts entries under their headings; under one they stay in the order in which they came. */
export function sections(listed: readonly Listed[]): readonly Section[] {
  // A heading that is not known here, of a newer server, comes last and is not lost.
  const titles = [...new Set([...SECTIONS, ...listed.map((one) => one.section)])];
  return titles
    .map((title) => ({ title, entries: listed.filter((one) => one.section === title) }))
    .filter((section) => section.entries.length > 0);
}

/** The path that an entry is chosen by: two global Pythons may share a prefix such as `/usr`. */
export function pathOf(one: Listed): string {
  return one.group === 'global' ? (one.executable ?? one.prefix) : one.prefix;
}

/** A path as people type or paste it, made absolute. */
export function expanded(text: string, home: string, folder: string): string {
  const bare = text.trim().replace(/^(["'])(.*)\1$/, '$2');
  const told = bare.replace(/^~(?=$|[\\/])/, () => home).replaceAll('${workspaceFolder}', () => folder);
  return path.resolve(folder, told);
}
