import { connect } from 'node:net';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { freePort } from '#lib/server/http/port.ts';
import { startServer, type Handler, type RunningServer, type ServerOptions } from '#lib/server/http/server.ts';

export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/** Our server on a free port around `handler`, at the address it believes to be its own. */
export async function serverAround(
  handler: Handler,
  more: Partial<ServerOptions> = {},
  scheme: 'http' | 'https' = 'http'
): Promise<RunningServer & { port: number; host: string }> {
  const port = await freePort(0);
  const settings = { origin: `${scheme}://localhost:${port}`, host: '127.0.0.1', port };
  const server = await startServer({ handler, settings, ...more });
  return { ...server, port, host: `localhost:${port}` };
}

type Question = { path?: string; method?: string; headers?: Record<string, string>; body?: string | Buffer };

/** Asks exactly what is given, as no browser would let one: any Host, any Origin. */
export function ask(port: number, question: Question = {}): Promise<Answer> {
  const { path = '/', method = 'GET', headers = {}, body } = question;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: { host: `localhost:${port}`, ...length, ...headers },
        agent: false
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) })
        );
      }
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Sends bytes as they are and gives back all that came: for what is not HTTP at all. */
export function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(bytes));
    let got = '';
    socket.on('data', (part) => (got += part.toString()));
    socket.on('end', () => resolve(got));
    socket.on('error', reject);
  });
}
