import type { IncomingHttpHeaders } from 'node:http';

/** The parts of a request by which it can be refused before anything of ours looks at it. */
export type Asked = Readonly<{ method: string; url: string; headers: IncomingHttpHeaders }>;

/** An answer given at the door: its status and one plain line. Allowed words only: it may be read by anyone. */
export type RefusedAtDoor = Readonly<{ status: 400 | 403 | 405 | 413 | 421; line: string }>;

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** 512 KB, as Kit's own limit; what a form of words never comes near. */
export const bodyLimit = 512 * 1024;

/**
 * Why this request goes no further, or null when it may.
 * `origin` is the one address people use (scheme, host and port, no path).
 */
export function refusal(asked: Asked, origin: string): RefusedAtDoor | null {
  return badAddress(asked) ?? wrongHost(asked, origin) ?? badMethod(asked) ?? crossSite(asked, origin) ?? tooBig(asked);
}

/**
 * Kit makes its address by joining origin and what was asked for, so `@elsewhere` would change the host
 * and `/_app/immutable/../me` would be a page that looks like a file. No browser sends either.
 */
function badAddress({ url }: Asked): RefusedAtDoor | null {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  const climbs = /(^|[/\\])(\.|%2e){1,2}([/\\]|$)/i.test(path);
  return path.startsWith('/') && !climbs && !path.includes('\\') ? null : { status: 400, line: 'Bad request.' };
}

/** Links in letters and mails are made from `origin`; any other name for this server is somebody's trick or a slip. */
function wrongHost({ headers }: Asked, origin: string): RefusedAtDoor | null {
  if (headers.host?.toLowerCase() === new URL(origin).host) return null;
  return { status: 421, line: `This is not the address of this site. Use ${origin}` };
}

function badMethod({ method }: Asked): RefusedAtDoor | null {
  return methods.has(method) ? null : { status: 405, line: 'Not allowed.' };
}

/** Whatever changes something must come from our own pages; a browser too old to say so sends its Origin. */
function crossSite({ method, headers }: Asked, origin: string): RefusedAtDoor | null {
  if (method === 'GET' || method === 'HEAD') return null;
  const site = headers['sec-fetch-site'];
  const from = headers.origin;
  const elsewhere = from !== undefined && from !== 'null' && from !== origin;
  const ours = site === undefined ? from === origin : site === 'same-origin' || site === 'none';
  return ours && !elsewhere ? null : { status: 403, line: 'This did not come from one of our own pages.' };
}

function tooBig({ headers }: Asked): RefusedAtDoor | null {
  const length = Number(headers['content-length'] ?? 0);
  return length > bodyLimit ? { status: 413, line: 'That is too big to send.' } : null;
}
