/** From the extension host, where the tests are, to the page that the runner drives: lines of JSON on a socket. */
import net from 'node:net';
import readline from 'node:readline';

import type { Page } from 'playwright-core';

import type * as operations from './page.ts';

type Operations = typeof operations;
type Rest<T> = T extends (page: Page, ...rest: infer R) => unknown ? R : never;

/** The functions of `page.ts` without their first parameter, and what a run has to tell. */
export type Remote = Reports & {
  readonly [K in keyof Operations]: (...rest: Rest<Operations[K]>) => ReturnType<Operations[K]>;
};

export interface Reports {
  passed(title: string, milliseconds: number): Promise<void>;
  failed(title: string, error: string): Promise<void>;
  /** A figure worth reading. */
  note(text: string): Promise<void>;
}

export interface Call {
  readonly window: string;
  readonly name: string;
  readonly rest: readonly unknown[];
}

/** Answers calls about a page; returns the port, and what ends it. */
export async function serve(answer: (call: Call) => Promise<unknown>): Promise<{ port: number; close(): void }> {
  const server = net.createServer((socket) => {
    const lines = readline.createInterface(socket);
    // A window that closes may break the connection off, of which both tell.
    lines.on('error', () => socket.destroy());
    lines.on('line', (line) => {
      const { id, ...call } = JSON.parse(line);
      answer(call).then(
        (value) => socket.write(JSON.stringify({ id, value: value ?? null }) + '\n'),
        (error: Error) => socket.write(JSON.stringify({ id, error: error.message }) + '\n'),
      );
    });
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { port: (server.address() as net.AddressInfo).port, close: () => void server.close() };
}

/** Calls for the page of one window. */
export function connect(port: number, window: string): Remote {
  const socket = net.connect(port, '127.0.0.1');
  socket.unref();
  const waiting = new Map<number, { ok(value: unknown): void; fail(error: Error): void }>();
  readline.createInterface(socket).on('line', (line) => {
    const { id, value, error } = JSON.parse(line);
    const caller = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) caller?.ok(value);
    else caller?.fail(new Error(error));
  });
  let last = 0;
  const call = (name: string, rest: readonly unknown[]) =>
    new Promise((ok, fail) => {
      waiting.set(++last, { ok, fail });
      socket.write(JSON.stringify({ id: last, window, name, rest }) + '\n');
    });
  return new Proxy({} as Remote, { get: (_, name) => (...rest: unknown[]) => call(String(name), rest) });
}
