import { get } from 'node:http';
import type { Page } from 'playwright-core';

export const KB = 1024;
export const kb = (bytes: number): string => `${(bytes / KB).toFixed(1)} KB`;

/** What a page is made of, by what the browser says it fetched it as. */
const parts = {
  HTML: ['document'],
  CSS: ['stylesheet'],
  JavaScript: ['script'],
  fonts: ['font'],
  pictures: ['image', 'media'],
  other: ['other', 'manifest', 'fetch', 'xhr']
} as const;
export type Part = keyof typeof parts;
const names = Object.keys(parts) as Part[];

/** Bytes of one answer's body as sent to somebody who takes `encoding`. Fonts and pictures come as they are. */
function sent(url: string, cookie: string, encoding: 'br' | 'gzip'): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { cookie, 'accept-encoding': encoding, accept: '*/*' } }, (response) => {
      let bytes = 0;
      response.on('data', (part: Buffer) => (bytes += part.length));
      response.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}

type Asked = Readonly<{ url: string; kind: string }>;
export type Weight = Readonly<{
  asked: readonly Asked[];
  /** Bytes of each part, and how many answers they came in. */
  of: Readonly<Record<Part, { br: number; gzip: number; many: number }>>;
}>;

/** Every request the browser makes for the page until nothing more comes, weighed. */
export async function weigh(page: Page, url: string, cookie: string): Promise<Weight> {
  const asked: Asked[] = [];
  page.on('request', (request) => {
    if (/^https?:/.test(request.url())) asked.push({ url: request.url(), kind: request.resourceType() });
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  const partOf = (kind: string): Part => names.find((name) => parts[name].some((one) => one === kind)) ?? 'other';
  const of = Object.fromEntries(names.map((name) => [name, { br: 0, gzip: 0, many: 0 }]));
  for (const one of asked) {
    const known = of[partOf(one.kind)];
    if (!known) continue;
    known.many += 1;
    known.br += await sent(one.url, cookie, 'br');
    known.gzip += await sent(one.url, cookie, 'gzip');
  }
  const at = (name: Part) => of[name] ?? { br: 0, gzip: 0, many: 0 };
  return {
    asked,
    of: {
      ...{ HTML: at('HTML'), CSS: at('CSS'), JavaScript: at('JavaScript') },
      ...{ fonts: at('fonts'), pictures: at('pictures'), other: at('other') }
    }
  };
}

/** What may be sent at most: in KB, the parts it counts, and why it is these. */
const limits: readonly Readonly<{ name: string; parts: readonly Part[]; most: number }>[] = [
  { name: 'HTML and CSS', parts: ['HTML', 'CSS'], most: 20 * KB },
  { name: 'JavaScript', parts: ['JavaScript'], most: 60 * KB },
  { name: 'own fonts', parts: ['fonts'], most: 70 * KB }
];

/** The weight of one page as lines to print, and how many limits it breaks. */
export function report(language: string, { asked, of }: Weight, markup: Readonly<{ bytes: number; bare: number }>) {
  const line = (name: string, { br, gzip, many }: Weight['of'][Part]) =>
    `  ${name.padEnd(12)} ${String(many).padStart(2)} ${kb(br).padStart(9)} ${kb(gzip).padStart(9)}`;
  const held = limits.map(({ name, parts: counted, most }) => {
    const bytes = Math.max(...(['br', 'gzip'] as const).map((how) => counted.reduce((sum, part) => sum + of[part][how], 0)));
    return { bytes, most, said: `  ${name}: ${kb(bytes)} of ${kb(most)} allowed${bytes > most ? ': TOO MUCH' : ''}` };
  });
  const ours = of.HTML.br + of.CSS.br;
  return {
    broken: held.filter(({ bytes, most }) => bytes > most).length,
    lines: [
      `\nThe first question in ${language}: ${asked.length} requests`,
      `  ${''.padEnd(12)}  n    brotli      gzip`,
      ...names.map((name) => line(name, of[name])),
      ...held.map(({ said }) => said),
      `  the HTML before compression: ${kb(markup.bytes)}; the barest page with the same words and fields: ${kb(markup.bare)} (brotli), so HTML and CSS are ${(ours / markup.bare).toFixed(1)} times that`
    ]
  };
}
