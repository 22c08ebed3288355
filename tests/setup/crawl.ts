import { doors } from '#lib/sign-in/areas.ts';
import type { Hay } from './canaries.ts';

/** Somebody's browser without a face: their cookie, and what they are given at any address. */
export type Asker = (method: 'GET' | 'POST', path: string, form?: Readonly<Record<string, string>>) => Promise<Given>;
export type Given = Readonly<{ status: number; headers: string; body: string; location: string | null }>;

/** Asks as the holder of this cookie (null: a stranger); follows nothing by itself. */
export function askerOf(url: string, cookie: string | null): Asker {
  return async (method, path, form) => {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        origin: url,
        'sec-fetch-site': 'same-origin',
        accept: 'text/html',
        ...(cookie === null ? {} : { cookie }),
        ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {})
      },
      ...(method === 'POST' ? { body: new URLSearchParams(form ?? {}).toString() } : {})
    });
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    return { status: response.status, headers, body: await response.text(), location: response.headers.get('location') };
  };
}

/** Every address there is, with each of `values` in the place of each of its parameters. */
export function addressesWith(values: readonly string[]): string[] {
  return Object.keys(doors).flatMap((route) => {
    const path = route.replace(/\/\([^)]+\)/g, '').replace('[...elsewhere]', 'nowhere') || '/';
    return path.includes('[') ? values.map((value) => path.replace(/\[[^\]]+\]/g, value)) : [path];
  });
}

/** Every named action of every address that takes no parameter or one of `values`. */
export function actionsWith(values: readonly string[]): string[] {
  return Object.entries(doors).flatMap(([route, { actions = [] }]) => {
    const path = route.replace(/\/\([^)]+\)/g, '') || '/';
    const places = path.includes('[') ? values.map((value) => path.replace(/\[[^\]]+\]/g, value)) : [path];
    return places.flatMap((place) => actions.map((action) => `${place}?/${action}`));
  });
}

const LINK = /(?:href|src|action)="(\/[^"#]*)/g;

/**
 * Everything this person is given: at `starts`, at each as data, and at whatever a page leads to, until nothing is new.
 * Leaving is left out, so that they stay who they are.
 */
export async function everythingAt(ask: Asker, starts: readonly string[]): Promise<Hay> {
  const hay: Hay = new Map();
  const seen = new Set<string>();
  const queue = [...starts];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (seen.has(path) || path.startsWith('/leave') || path.startsWith('/_app/') || path.startsWith('/demo/')) continue;
    seen.add(path);
    for (const address of [path, dataOf(path)]) {
      const given = await ask('GET', address);
      hay.set(`GET ${address} (${given.status})`, Buffer.from(`${given.headers}\n${given.body}`));
      if (given.location?.startsWith('/')) queue.push(given.location);
      for (const [, link = ''] of given.body.matchAll(LINK)) queue.push(link.replaceAll('&amp;', '&'));
    }
  }
  return hay;
}

const dataOf = (path: string): string => {
  const [plain = '', query] = path.split('?');
  return `${plain === '/' ? '' : plain}/__data.json${query ? `?${query}` : ''}`;
};

/**
 * What is left of an answer once what differs at every request is taken out: the connection's own headers, nonces, and the id that was asked for; or every
 * id (null), because a form has a new one each time.
 */
export const essence = ({ status, headers, body }: Given, id: string | null) => ({
  status,
  said: `${headers}\n${body}`
    .replaceAll(id ?? /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replace(/nonce-[A-Za-z0-9+/=]+/g, 'nonce')
    .replace(/nonce="[^"]*"/g, 'nonce')
    .replace(/__sveltekit_\w+/g, 'kit')
    // Whether a connection goes on is a matter of how much came over it, not of what was asked.
    .replace(/^(date|etag|x-request-id|connection|keep-alive): .*\n?/gm, '')
});
