import { ask, essence, type Given } from './asking.ts';
import type { Check } from './checks.ts';
import { inWords, marksOf, textOf, wrongly } from './seeing.ts';
import type { Cookies } from './visits.ts';
import type { Town } from './town.ts';

/** What is asked, by whom, of whom. */
export const named = ({ entry, who, relation, data }: Check): string =>
  `${entry}${data ? ' as data' : ''}, ${who}${relation === 'none' ? '' : ` (${relation})`}`;

/** `fault`: told of each thing that is wrong, as soon as it is found. */
export type Asking = Readonly<{ url: string; town: Town; cookies: Cookies; fault?: (what: string) => void }>;

/** Asks once, and gives what is wrong with the answer: the status, the way on, or a mark that must not be there. */
export async function run(asking: Asking, check: Check): Promise<{ faults: string[]; given: Given }> {
  const { url, town, cookies } = asking;
  const given = await ask(url, { method: check.method, path: check.path, cookie: cookies[check.who], form: check.form });
  const answer = answerOf(given);
  const fault = check.expected.some((one) => answer === one || (one.startsWith('303') && answer.startsWith(one)))
    ? []
    : [`${named(check)}: is ${answer}, has to be ${check.expected.join(' or ')}`];
  const found = marksOf(town, await textOf(given));
  const seen = wrongly(check, found).map((what) => `${named(check)}: is given ${what}`);
  const missing = check.shows
    .filter((column) => answer === '200' && !found.some((marked) => marked.column === column))
    .map((column) => `${named(check)}: is not given ${column}, so the search would find nothing`);
  const faults = [...fault, ...new Set(seen), ...missing];
  for (const one of faults) asking.fault?.(one);
  return { faults, given };
}

/** The status, and where it leads; of data, what the page's script would do with it. */
function answerOf({ status, location, body, headers }: Given): string {
  if (location !== null) return `${status} ${location}`;
  if (status !== 200 || !headers.includes('application/json')) return String(status);
  const to = /^\{"type":"redirect","location":"([^"]*)"/.exec(body)?.[1];
  if (to !== undefined) return `303 ${to}`;
  return /\{"type":"error"[^}]*"status":(\d+)/.exec(body)?.[1] ?? '200';
}

/** Runs them all, a few at a time, and holds every refusal against the one for an id of nothing. */
export async function runAll(asking: Asking, checks: readonly Check[]): Promise<string[]> {
  const faults: string[] = [];
  const refused = new Map<string, { check: Check; said: string }[]>();
  await atOnce(6, checks, async (check) => {
    const { faults: found, given } = await run(asking, check);
    faults.push(...found);
    if (check.may || check.relation === 'none' || given.status !== 404) return;
    const about = `${check.entry} ${check.data} ${check.who} ${check.path.replaceAll(/[0-9a-f-]{36}/g, 'ID')}`;
    refused.set(about, [...(refused.get(about) ?? []), { check, said: essence(given, check.ids) }]);
  });
  for (const answers of refused.values()) {
    const nothing = answers.find(({ check }) => check.relation === 'madeUp');
    for (const { check, said } of answers)
      if (nothing && said !== nothing.said)
        faults.push(`${named(check)}: is told apart from an id of nothing${difference(said, nothing.said)}`);
  }
  return faults;
}

/** Where the two begin to differ. */
function difference(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return `: …${one.slice(Math.max(0, at - 60), at + 40)}… against …${other.slice(at, at + 40)}…`.replace(/\s+/g, ' ');
}

/** So many of them at the same time. */
export async function atOnce<T>(many: number, all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: many }, worker));
}

export { inWords };
