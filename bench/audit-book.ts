/** One thing that is wrong, or that a tool could not decide: on which page, in which state of it, and where on it. */
export type Finding = Readonly<{ page: string; state: string; where: string; what: string }>;

/** What is looked at, in the order of the table, and how. */
export const checks = {
  axe: 'axe: WCAG 2.2 A, AA, AAA, good practice; in the other looks its rules on colours',
  keyboard: 'keyboard: every stop reached, seen, not covered, in order; no trap',
  targets: 'targets: 44 px for children, 24 px for workers',
  reflow: '320 px: no sideways scroll, nothing cut off',
  spacing: 'text spacing of WCAG 1.4.12',
  zoom: '400 %: 1280 px wide seen at 320 by 256',
  letters: 'letters of the browser at 200 %',
  forced: 'forced colours: edges, what is picked, where one is',
  motion: 'reduced motion: nothing moves',
  origin: 'requests to our own address only'
} as const;
export type Check = keyof typeof checks;

type Least = { size: number; where: string };
type Line = { pages: Set<string>; states: number; how: Set<string>; wrong: Finding[]; unsure: Finding[]; reviewed: number };

/** Keeps what was looked at and what was found. */
export function newBook() {
  const lines = new Map<Check, Line>();
  const least = new Map<string, Least>();
  const line = (check: Check): Line => {
    const known = lines.get(check) ?? {
      ...{ pages: new Set<string>(), states: 0, how: new Set<string>() },
      ...{ wrong: [], unsure: [], reviewed: 0 }
    };
    lines.set(check, known);
    return known;
  };
  return {
    /** `page` was looked at in one more state; `how` is that state without the page. */
    saw(check: Check, page: string, how: string): void {
      const known = line(check);
      known.pages.add(page);
      known.how.add(how);
      known.states += 1;
    },
    wrong: (check: Check, found: readonly Finding[]): void => void line(check).wrong.push(...found),
    unsure: (check: Check, found: readonly Finding[]): void => void line(check).unsure.push(...found),
    reviewed: (check: Check, many: number): void => void (line(check).reviewed += many),
    /** The smallest of its kind so far. */
    measured(kind: string, size: number, where: string): void {
      if (size < (least.get(kind)?.size ?? Infinity)) least.set(kind, { size, where });
    },
    line,
    least: (kind: string): Least | undefined => least.get(kind)
  };
}
export type Book = ReturnType<typeof newBook>;

/** The table: a row a check. */
export function table(book: Book): string {
  const rows = Object.entries(checks).map(([check, name]) => {
    const { pages, states, wrong, unsure, reviewed } = book.line(isCheck(check));
    const figures = [`${pages.size}`, `${states}`, `${wrong.length}`, `${unsure.length}`, `${reviewed}`];
    return [name, ...figures, worstOf(book, isCheck(check))];
  });
  const all = [['check', 'pages', 'page-states', 'violations', 'undecided', 'reviewed', 'worst seen'], ...rows];
  const widths = all[0]?.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0))) ?? [];
  const drawn = all.map((row) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`);
  return [drawn[0], `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...drawn.slice(1)].join('\n');
}

const isCheck = (name: string): Check => {
  const found = (Object.keys(checks) as Check[]).find((check) => check === name);
  if (!found) throw new Error(`There is no check ${name}.`);
  return found;
};

function worstOf(book: Book, check: Check): string {
  const kinds: Partial<Record<Check, readonly (readonly [string, string])[]>> = {
    axe: [
      ['words', 'contrast of words'],
      ['large', 'of large words']
    ],
    targets: [
      ['child', 'child'],
      ['staff', 'worker']
    ]
  };
  return (kinds[check] ?? [])
    .flatMap(([kind, name]) => {
      const found = book.least(kind);
      return found ? [`${name} ${found.size.toFixed(check === 'axe' ? 2 : 0)}`] : [];
    })
    .join(', ');
}

/** What was found, the same thing on many pages told once. */
export function list(found: readonly Finding[]): string {
  const alike = new Map<string, { first: Finding; on: string[] }>();
  for (const one of found) {
    const key = `${one.what}\n${one.where}`;
    const known = alike.get(key) ?? { first: one, on: [] };
    alike.set(key, known);
    known.on.push(`${one.page} (${one.state})`);
  }
  return [...alike.values()]
    .map(({ first, on }) => {
      const more = on.length > 3 ? `, and ${on.length - 3} more` : '';
      return `- ${first.what}\n    ${first.where}\n    on ${on.slice(0, 3).join('; ')}${more}`;
    })
    .join('\n');
}
