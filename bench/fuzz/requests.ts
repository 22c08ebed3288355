import { doors } from '#lib/sign-in/areas.ts';
import type { SeenForm } from './forms.ts';
import { brokenHttp } from './broken.ts';
import { CANARY, oddHeaders, oddNames, oddValues, type Pick } from './odd.ts';

/** One request as it goes over the wire, byte by byte. */
export type Wire = Readonly<{ about: string; bytes: Buffer }>;

/** Who may ask, with their cookie and the forms they can come to. */
export type Asker = Readonly<{ who: string; cookie: string | null; forms: readonly SeenForm[] }>;

export type Ground = Readonly<{ host: string; askers: readonly [Asker, ...Asker[]]; ids: readonly string[] }>;

type Headers = [string, string][];
type Field = readonly [string, string];

const routes = Object.entries(doors).filter(([route]) => !route.startsWith('/demo'));

/** Makes the request of this number: the same one for the same picks. */
export function requestOf(pick: Pick, ground: Ground): Wire {
  const asker = pick.one(ground.askers);
  if (pick.chance(6)) return brokenHttp(pick, ground, asker);
  const form = asker.forms.length > 0 && pick.chance(45) ? pick.any(asker.forms) : undefined;
  return form ? postOf(pick, ground, asker, form) : addressOf(pick, ground, asker);
}

const value = (pick: Pick, { ids }: Ground): string =>
  pick.chance(35) ? (pick.any(ids) ?? '') : pick.chance(25) ? CANARY : pick.one(oddValues);

/** A value inside an address: mostly encoded as it should be. */
const inAddress = (pick: Pick, text: string): string => {
  const short = text.slice(0, pick.chance(5) ? 9_000 : 600);
  if (pick.chance(85)) return encodeURIComponent(short.toWellFormed());
  return short.replace(/[^\x21-\x7e]/g, pick.chance(50) ? '%ED%A0%80' : '%FF').replace(/[#?]/g, '');
};

function pathOf(pick: Pick, ground: Ground, route: string): string {
  const path = route
    .replace(/\/\([^)]+\)/g, '')
    .replace('[...elsewhere]', pick.chance(50) ? 'nowhere' : inAddress(pick, value(pick, ground)));
  return path.replace(/\[[^\]]+\]/g, () => inAddress(pick, value(pick, ground))) || '/';
}

function queryOf(pick: Pick, ground: Ground): string {
  if (pick.chance(55)) return '';
  const names = [
    'page',
    'next',
    'lang',
    'from',
    'kind',
    'copy',
    'form',
    'about',
    'asked',
    'away',
    'x-sveltekit-invalidated'
  ] as const;
  const parts = Array.from({ length: 1 + pick.below(4) }, () => {
    const name = pick.chance(70) ? pick.one(names) : inAddress(pick, pick.one(oddNames));
    return pick.chance(8) ? name : `${name}=${inAddress(pick, value(pick, ground))}`;
  });
  return `?${parts.join(pick.chance(92) ? '&' : ';')}`;
}

function addressOf(pick: Pick, ground: Ground, asker: Asker): Wire {
  const [route, door] = pick.any(routes) ?? ['/', { area: 'open' as const }];
  const path = pathOf(pick, ground, route);
  const action = door.actions && pick.chance(55) ? pick.any(door.actions) : undefined;
  if (action !== undefined) {
    const fields = Array.from({ length: pick.below(6) }, (): Field => [pick.one(oddNames), value(pick, ground)]);
    return postOf(pick, ground, asker, { path: `${path}?/${action}`, fields });
  }
  const method = pick.chance(80)
    ? 'GET'
    : pick.one(['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'get', 'BREW']);
  const data = pick.chance(30) ? `${path === '/' ? '' : path}/__data.json` : path;
  const body = method === 'GET' || method === 'HEAD' ? null : Buffer.from(pick.one(oddValues).slice(0, 3000));
  return wire(pick, ground, asker, { method, path: `${data}${queryOf(pick, ground)}`, body, type: null });
}

function postOf(pick: Pick, ground: Ground, asker: Asker, form: SeenForm): Wire {
  const fields = mutated(pick, ground, form.fields);
  const way = pick.below(100);
  const path = pick.chance(92)
    ? form.path
    : `${form.path}${pick.one(['&', '?', '?/x', '/', '%00', '&/x', '?/__proto__', '?/constructor'])}`;
  if (way < 55) return wire(pick, ground, asker, { method: 'POST', path, body: encoded(pick, fields), type: urlencoded });
  if (way < 75) return wire(pick, ground, asker, { method: 'POST', path, ...multipart(pick, fields) });
  if (way < 85) return wire(pick, ground, asker, { method: 'POST', path, body: json(pick, fields), type: pick.one(jsonTypes) });
  const type = pick.one([
    null,
    'text/plain',
    'multipart/form-data',
    `${urlencoded}; charset=utf-16`,
    'multipart/form-data; boundary=',
    'x',
    CANARY,
    'application/x-sveltekit-formdata',
    `${urlencoded}, text/plain`
  ]);
  return wire(pick, ground, asker, { method: 'POST', path, body: encoded(pick, fields), type });
}

const urlencoded = 'application/x-www-form-urlencoded';
const jsonTypes = ['application/json', 'application/json; charset=latin1', 'text/json', urlencoded] as const;

/** A form's own fields with one to three things wrong. */
function mutated(pick: Pick, ground: Ground, given: readonly Field[]): Field[] {
  const fields = [...given];
  for (let left = 1 + pick.below(3); left > 0; left -= 1) {
    const at = pick.below(fields.length + 1);
    const [name = pick.one(oddNames), old = ''] = fields[at] ?? [];
    const how = pick.below(6);
    if (how === 0) fields.splice(at, 1);
    else if (how === 1) fields.splice(at, 0, [name, old], [name, value(pick, ground)]);
    else if (how === 2) fields.push([pick.one(oddNames), value(pick, ground)]);
    else if (how === 3) fields[at] = [`${name}${pick.one(oddNames).slice(0, 60)}`, old];
    else fields[at] = [name, value(pick, ground)];
  }
  if (pick.chance(2)) for (let many = 0; many < 1500; many += 1) fields.push([`f${many}`, 'x']);
  return fields.filter((field) => field !== undefined);
}

function encoded(pick: Pick, fields: readonly Field[]): Buffer {
  const text = fields
    .map(([name, one]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(one.toWellFormed())}`)
    .join('&');
  if (pick.chance(80)) return Buffer.from(text);
  const broken = pick.below(4);
  if (broken === 0) return Buffer.from(text.replaceAll('%', '%%'));
  if (broken === 1) return Buffer.from(`${text}&%ED%A0%80=%FF&=&&%`);
  if (broken === 2) return Buffer.from(fields.map((field) => field.join('=')).join('&'), 'utf16le');
  return Buffer.concat([Buffer.from(text), Buffer.from([0, 255, 254, 0x80])]);
}

function json(pick: Pick, fields: readonly Field[]): Buffer {
  const text = JSON.stringify(Object.fromEntries(fields));
  return Buffer.from(
    pick.one([
      text,
      text.slice(0, -1),
      `[${text}]`,
      `{"__proto__":{"a":${JSON.stringify(CANARY)}}}`,
      '[['.repeat(2000),
      'null',
      CANARY
    ])
  );
}

function multipart(pick: Pick, fields: readonly Field[]): { body: Buffer; type: string } {
  const mark = 'heardfuzz';
  const file = () =>
    pick.chance(15)
      ? `; filename="${pick
          .one(oddValues)
          .slice(0, 80)
          .replace(/["\r\n]/g, '')}"`
      : '';
  const end = pick.chance(8) ? '\n' : '\r\n';
  const parts = fields.map(
    ([name, one]) =>
      `--${mark}${end}content-disposition: form-data; name="${name.slice(0, 300).replace(/["\r\n]/g, '')}"${file()}${end}${pick.chance(10) ? `content-type: ${pick.one(oddHeaders).slice(0, 100)}${end}` : ''}${end}${one}${end}`
  );
  const whole = `${parts.join('')}${pick.chance(90) ? `--${mark}--${end}` : ''}`;
  const said = pick.one([mark, mark, mark, mark, mark, `"${mark}"`, '', 'x'.repeat(300), '\x01', `${mark}; boundary=other`]);
  return { body: Buffer.from(whole), type: `multipart/form-data; boundary=${said}` };
}

type Sending = Readonly<{ method: string; path: string; body: Buffer | null; type: string | null }>;

function wire(pick: Pick, ground: Ground, asker: Asker, { method, path, body, type }: Sending): Wire {
  const headers: Headers = [
    ['host', ground.host],
    ['connection', 'close'],
    ['accept', pick.chance(80) ? 'text/html' : pick.one(['application/json', '*/*', '', 'x', 'text/html;q=x'])],
    ...cookies(pick, asker)
  ];
  if (method !== 'GET' && method !== 'HEAD') headers.push(['origin', `http://${ground.host}`], ['sec-fetch-site', 'same-origin']);
  if (method === 'POST' && pick.chance(25)) headers.push(['x-sveltekit-action', 'true'], ['accept', 'application/json']);
  if (type !== null) headers.push(['content-type', type]);
  if (pick.chance(12)) headers.push([pick.one(headerNames), pick.one(oddHeaders)]);
  if (body) headers.push(['content-length', String(body.length)]);
  const about = `${method} ${path.slice(0, 120)} as ${asker.who}${type ? ` (${type.slice(0, 40)})` : ''}`;
  return { about, bytes: onWire(`${method} ${path} HTTP/1.1`, headers, body) };
}

const headerNames = [
  ...(['accept-language', 'accept-encoding', 'if-none-match', 'if-modified-since', 'range', 'referer', 'user-agent'] as const),
  ...([
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-request-id',
    'x-sveltekit-pathname',
    'x-sveltekit-search'
  ] as const),
  ...([
    'origin',
    'sec-fetch-site',
    'sec-fetch-mode',
    'sec-fetch-dest',
    'authorization',
    'content-encoding',
    'expect',
    'te'
  ] as const),
  ...(['upgrade', 'x-http-method-override', 'forwarded', 'purpose', 'next-action', '__proto__'] as const)
] as const;

function cookies(pick: Pick, { cookie }: Asker): Headers {
  if (pick.chance(85)) return cookie === null ? [] : [['cookie', cookie]];
  const odd = pick.one(oddHeaders).slice(0, 3000);
  const own = cookie ?? 's=x';
  return pick.one<Headers>([
    [['cookie', `s=${odd}`]],
    [['cookie', `${own}x`]],
    [['cookie', `${own}; ${own}`]],
    [['cookie', `s=; ${own}; s=${odd}`]],
    [['cookie', `__proto__=1; constructor=2; ${own}; d=${odd}; e=${odd}; x=1`]],
    [['cookie', `e=${odd}; d=%`]],
    [
      ['cookie', own],
      ['cookie', `s=${odd}`]
    ],
    [['cookie', `=${odd};;;=`]]
  ]);
}

const onWire = (line: string, headers: Headers, body: Buffer | null): Buffer => {
  const head = `${line}\r\n${headers.map(([name, one]) => `${name}: ${one}\r\n`).join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body ?? Buffer.alloc(0)]);
};
