import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';

/** A package index on this machine (PEP 503), which can stop answering. */
export interface Index {
  readonly url: string;
  /** How many requests wait for an answer that does not come. */
  waiting(): number;
  stall(yes: boolean): void;
  close(): void;
}

export async function serveIndex(wheels: string): Promise<Index> {
  let stalled = false;
  let waiting = 0;
  const server: Server = createServer((request, response) => {
    if (stalled) {
      waiting += 1;
      request.once('close', () => (waiting -= 1));
      return;
    }
    const [, project = '', file] = (request.url ?? '').split('/').slice(1);
    if (file) {
      response.end(readFileSync(path.join(wheels, file)));
      return;
    }
    const links = readdirSync(wheels)
      .filter((name) => name.split('-')[0]!.replaceAll('_', '-') === project)
      .map((name) => `<a href="${name}">${name}</a>`);
    response.writeHead(links.length > 0 ? 200 : 404, { 'content-type': 'text/html' }).end(links.join(''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/simple/`,
    waiting: () => waiting,
    stall: (yes) => (stalled = yes),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
