import { request as askPlain } from 'node:http';
import { request as askTls } from 'node:https';
import { readFile, stat, statfs } from 'node:fs/promises';
import { mountOf, type Mount } from './mounts.ts';
import type { NotifySettings } from '../notify.ts';
import { lookAtNotify } from './notify.ts';
import { greetMailServer, type MailServer } from './smtp.ts';

export type Asked = Readonly<{ status: number; body: string; headers: Readonly<Record<string, string | string[] | undefined>> }>;
type Question = Readonly<{ method?: string; headers?: Readonly<Record<string, string>> }>;

/** What doctor asks of the machine and the network; in tests some of it is another's. */
export type Machine = Readonly<{
  node: string;
  platform: string;
  /** Flags of this Node, and NODE_OPTIONS. */
  flags: readonly string[];
  mountOf(path: string): Promise<Mount | null>;
  /** Bytes free for us, and of how many. Null where there is nothing yet. */
  room(path: string): Promise<{ free: number; of: number } | null>;
  /** Permission bits of a file, or null: it is not there, or this system has none. */
  modeOf(path: string): Promise<number | null>;
  read(path: string): Promise<string | null>;
  /** Asks over http or https. Throws with a `code` when nobody answers. */
  ask(url: string, question?: Question): Promise<Asked>;
  greet(smtpUrl: string): Promise<MailServer>;
  /** What GOV.UK Notify finds wrong with the key and the templates; empty: nothing. */
  notify(settings: NotifySettings): Promise<readonly string[]>;
}>;

export const thisMachine: Machine = {
  node: process.versions.node,
  platform: process.platform,
  flags: [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/)].filter(Boolean),
  mountOf,
  room,
  modeOf: async (path) =>
    process.platform === 'win32'
      ? null
      : stat(path).then(
          ({ mode }) => mode & 0o777,
          () => null
        ),
  read: (path) => readFile(path, 'utf8').catch(() => null),
  ask,
  greet: greetMailServer,
  notify: lookAtNotify
};

async function room(path: string): Promise<{ free: number; of: number } | null> {
  const found = await statfs(path).catch(() => null);
  return found && { free: found.bavail * found.bsize, of: found.blocks * found.bsize };
}

function ask(url: string, { method = 'GET', headers = {} }: Question = {}): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const asking = url.startsWith('https://') ? askTls : askPlain;
    const request = asking(url, { method, headers, agent: false, timeout: 10_000 }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        if (body.length < 10_000) body += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error('no answer within ten seconds')));
    request.on('error', reject);
    request.end();
  });
}
