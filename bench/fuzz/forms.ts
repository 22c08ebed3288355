import { request } from 'node:http';
import { addressesWith } from '#tests/setup/crawl.ts';

/** A form as a page shows it: where it goes, and what it would send. */
export type SeenForm = Readonly<{ path: string; fields: readonly (readonly [string, string])[] }>;

const LINK = /href="(\/[^"#]*)/g;
const FORM = /<form[^>]*?(?:action="([^"]*)")?[^>]*>([\s\S]*?)<\/form>/g;
const FIELD = /<(?:input|select|textarea|button)[^>]*?\sname="([^"]*)"[^>]*?>/g;

const plain = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
const valueIn = (tag: string) => plain(/\svalue="([^"]*)"/.exec(tag)?.[1] ?? 'on');

function get(origin: string, path: string, cookie: string | null): Promise<string> {
  return new Promise((resolve) => {
    const headers = { accept: 'text/html', ...(cookie === null ? {} : { cookie }) };
    const asked = request(`${origin}${path}`, { headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (body += part));
      response.on('end', () => resolve(`${response.headers.location ?? ''}\n${body}`));
    });
    asked.on('error', () => resolve(''));
    asked.end();
  });
}

/** Every form this person can come to, by following what pages lead to; leaving is left out. */
export async function formsFor(origin: string, cookie: string | null, ids: readonly string[]): Promise<SeenForm[]> {
  const found = new Map<string, SeenForm>();
  const seen = new Set<string>();
  const queue = addressesWith(ids).filter((path) => !path.startsWith('/demo') && !path.startsWith('/gallery'));
  for (let path = queue.shift(); path !== undefined && seen.size < 300; path = queue.shift()) {
    if (seen.has(path) || path.startsWith('/leave') || path.startsWith('/_app') || path.startsWith('/gallery')) continue;
    seen.add(path);
    const page = await get(origin, path, cookie);
    const [location = ''] = page.split('\n', 1);
    if (location.startsWith('/')) queue.push(location);
    for (const [, link = ''] of page.matchAll(LINK)) queue.push(plain(link));
    for (const [, action = '', inside = ''] of page.matchAll(FORM)) {
      const fields = [...inside.matchAll(FIELD)].map(([tag, name = '']) => [plain(name), valueIn(tag)] as const);
      const to = action.startsWith('/') ? plain(action) : `${path.split('?')[0]}${plain(action)}`;
      found.set(`${to} ${fields.map(([name]) => name).join(' ')}`, { path: to, fields });
    }
  }
  return [...found.values()];
}
