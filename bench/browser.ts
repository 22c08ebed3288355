import { Agent, request } from 'node:http';

export type Answer = Readonly<{ status: number; location: string; body: string; ms: number }>;

/** One person's browser, without its pictures: a cookie, one kept connection, forms posted as a page would post them. */
export type Visitor = Readonly<{
  get(path: string): Promise<Answer>;
  /** `fields` in the order of the page. Throws when the connection breaks before the whole answer is there. */
  post(path: string, fields: readonly (readonly [string, string])[], byScript?: boolean): Promise<Answer>;
  close(): void;
}>;

export function visitor(origin: string, cookie: string): Visitor {
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });
  const ask = (method: string, path: string, body: string | null, more: Record<string, string>): Promise<Answer> =>
    new Promise<Answer>((resolve, reject) => {
      const began = performance.now();
      const asked = request(
        `${origin}${path}`,
        {
          method,
          agent,
          headers: {
            cookie,
            'accept-encoding': 'gzip, br',
            ...more,
            ...(body !== null && { 'content-length': Buffer.byteLength(body) })
          }
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              location: response.headers.location ?? '',
              body: Buffer.concat(parts).toString('latin1'),
              ms: performance.now() - began
            })
          );
        }
      );
      asked.on('error', (error: NodeJS.ErrnoException) => {
        // A kept connection that the service had just closed: every browser asks again, once, on a new one.
        if (asked.reusedSocket && error.code === 'ECONNRESET') ask(method, path, body, more).then(resolve, reject);
        else reject(error);
      });
      asked.end(body ?? undefined);
    });
  return {
    get: (path) => ask('GET', path, null, { accept: 'text/html', 'accept-encoding': 'identity' }),
    post(path, fields, byScript = false) {
      const form = new URLSearchParams(fields.map(([name, value]) => [name, value])).toString();
      const asPage = { accept: 'text/html', 'sec-fetch-mode': 'navigate' };
      const asScript = { accept: 'application/json', 'x-sveltekit-action': 'true' };
      const how = {
        'content-type': 'application/x-www-form-urlencoded',
        origin,
        'sec-fetch-site': 'same-origin'
      };
      return ask('POST', path, form, { ...how, ...(byScript ? asScript : asPage) });
    },
    close: () => agent.destroy()
  };
}

/** The id of the submission that the check page's form carries. Throws when the page has none. */
export function submissionIn(page: string): string {
  const found = /name="submission" value="([^"]+)"/.exec(page)?.[1];
  if (!found) throw new Error('the check page carries no submission');
  return found;
}
