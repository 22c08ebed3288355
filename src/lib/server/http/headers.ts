import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** What a response may do when its maker said nothing: nothing. Pages carry Kit's own policy with a nonce. */
export const nothingAllowed = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

/** The one script that asks on its own: for what it keeps, and for pages while there is a network. */
const worker = { path: '/service-worker.js', may: "default-src 'none'; connect-src 'self'" };

/** Files whose name holds a hash of what is in them; only these may be kept by a browser. */
export const hashedAssets = '/_app/immutable/';

const permissions = [
  ...['accelerometer', 'autoplay', 'browsing-topics', 'camera', 'clipboard-read', 'display-capture'],
  ...['encrypted-media', 'geolocation', 'gyroscope', 'hid', 'idle-detection', 'local-fonts', 'magnetometer'],
  ...['microphone', 'midi', 'payment', 'screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking']
];

/**
 * The headers of every response this server gives, whatever its status and whoever made it.
 * `origin` is the address people use: over https it also says that it is never to be asked for otherwise.
 * Referrer-Policy is `same-origin`, not `no-referrer`: with that, Chromium sends `Origin: null` on our own forms.
 */
export function securityHeaders(origin: string): Readonly<Record<string, string>> {
  const always = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'permissions-policy': permissions.map((name) => `${name}=()`).join(', '),
    'x-robots-tag': 'noindex, nofollow'
  };
  if (!origin.startsWith('https://')) return always;
  return { ...always, 'strict-transport-security': 'max-age=63072000; includeSubDomains' };
}

/**
 * Makes `response` carry `headers`, a content policy and a cache rule, put on at the last moment,
 * so that nothing that writes it (Kit, a file, an error) can leave them out.
 */
export function dress(response: ServerResponse, path: string, headers: Readonly<Record<string, string>>): void {
  const writeHead = response.writeHead.bind(response);
  const dressed = (status: number, ...rest: readonly unknown[]): ServerResponse => {
    takeOver(response, rest);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!response.hasHeader('content-security-policy'))
      response.setHeader('content-security-policy', path === worker.path ? worker.may : nothingAllowed);
    response.setHeader('cache-control', cacheRule(path, status, response.getHeader('cache-control')));
    for (const name of ['x-powered-by', 'server']) response.removeHeader(name);
    return typeof rest[0] === 'string' ? writeHead(status, rest[0]) : writeHead(status);
  };
  // writeHead has three overloads; `dressed` takes the arguments of each.
  response.writeHead = dressed as ServerResponse['writeHead'];
}

/** Headers given to `writeHead` itself become ordinary ones, so that ours are set after them. */
function takeOver(response: ServerResponse, given: readonly unknown[]): void {
  const last = given.at(-1);
  if (typeof last !== 'object' || last === null) return;
  const pairs = Array.isArray(last) ? pairsOf(last) : Object.entries(last as OutgoingHttpHeaders);
  for (const [name, value] of pairs) if (value !== undefined) response.setHeader(name, value);
}

/** Node also takes headers as one flat list: name, value, name, value. */
function pairsOf(list: readonly OutgoingHttpHeader[]): [string, OutgoingHttpHeader | undefined][] {
  return list.flatMap((name, at) => (at % 2 === 0 ? [[String(name), list[at + 1]]] : []));
}

function cacheRule(path: string, status: number, given: OutgoingHttpHeader | undefined): string {
  const kept = path.startsWith(hashedAssets) && (status === 304 || String(given ?? '').includes('immutable'));
  if (kept) return 'public, max-age=31536000, immutable';
  return String(given ?? '').includes('private') ? 'private, no-store' : 'no-store';
}
