/** Settings of the section `venvlens` that the server reads; the others are ours. */
const SENT = [
  'severity', 'ignore', 'roots', 'pythonpath', 'environment', 'interpreter', 'environmentFolders', 'createWith',
];

/** What the server is sent of the section, without what nobody set: an empty text means nothing. */
export function sent(section: unknown): unknown {
  if (typeof section !== 'object' || section === null) {
    return section;
  }
  return Object.fromEntries(Object.entries(section).filter(([key, value]) => SENT.includes(key) && value !== ''));
}
