/** Text from disk, made to mean nothing but itself where VS Code reads more into it. */

/** For Markdown that may have links to commands and icons; a line of it stays one line. */
export function markdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&');
}

/** For labels, which may have icons. */
export function label(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\$\([\w-]+(~\w+)?\)/g, '\\$&');
}

/** For messages and prompts, which may have links, also to commands. */
export function message(text: string): string {
  return text.replaceAll('](', '] (');
}
