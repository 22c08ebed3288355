import { Agent, request } from 'node:http';

/** What somebody was given. */
export type Given = Readonly<{ status: number; headers: string; body: string; location: string | null; bytes: Buffer }>;
export type Asked = Readonly<{
  method: string;
  path: string;
  cookie: string | null;
  form?: readonly (readonly [string, string])[] | undefined;
  json?: boolean;
}>;

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** Asks as a browser would, from the service's own pages; follows nothing. */
export function ask(url: string, { method, path, cookie, form, json = false }: Asked): Promise<Given> {
  const body = form === undefined ? null : new URLSearchParams(form.map(([name, value]) => [name, value])).toString();
  const headers: Record<string, string> = {
    origin: url,
    'sec-fetch-site': 'same-origin',
    accept: json ? 'application/json' : 'text/html',
    ...(cookie !== null && { cookie }),
    ...(body !== null && {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body))
    })
  };
  return new Promise((resolve, reject) => {
    const asked = request(url + path, { method, headers, agent }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const bytes = Buffer.concat(parts);
        resolve({
          ...{ status: answer.statusCode ?? 0, body: bytes.toString('utf8'), bytes, location: answer.headers.location ?? null },
          headers: answer.rawHeaders.join('\n')
        });
      });
    });
    asked.on('error', reject);
    asked.end(body ?? undefined);
  });
}

/** Ends every connection that was kept. */
export const hangUp = (): void => agent.destroy();

/** What is left of an answer once what differs at every request, and the ids that were asked for, are taken out. */
export const essence = ({ status, headers, body }: Given, ids: readonly string[]): string =>
  ids
    .reduce((text, id) => (id === '' ? text : text.replaceAll(id, 'ID')), `${status}\n${headers}\n${body}`)
    .replace(/nonce-[A-Za-z0-9+/=]+/g, 'nonce')
    .replace(/nonce="[^"]*"/g, 'nonce')
    .replace(/__sveltekit_\w+/g, 'kit')
    .replace(/^(date|etag|x-request-id|content-length|connection|keep-alive)\n.*\n/gim, '');
