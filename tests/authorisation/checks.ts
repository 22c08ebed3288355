import { randomUUID } from 'node:crypto';
import { isForWriting } from '#lib/sign-in/areas.ts';
import { isWritten } from '#lib/sign-in/devices/locking.ts';
import { childAs, everybody, kindOf, people, relations, type ChildKey, type Relation, type Who } from './people.ts';
import type { Cell, Rest, Row } from './matrix/row.ts';
import type { Town } from './town.ts';

/** One thing that is asked once, and what has to come of it. */
export type Check = Readonly<{
  entry: string;
  method: string;
  path: string;
  who: Who;
  relation: Relation | 'none';
  child: ChildKey | null;
  /** Ids that stand in it, taken out before two answers are held against each other. */
  ids: readonly string[];
  form?: readonly (readonly [string, string])[];
  /** It is asked for as data. */
  data: boolean;
  may: boolean;
  /** Any of these: `200`, or `303 /address`. */
  expected: readonly string[];
  shows: readonly string[];
  alsoSees: readonly string[];
  /** Nothing changes; `either`: it may, or may not. */
  keeps: boolean | 'either';
}>;

type Given = Row & Readonly<{ form?: Readonly<Record<string, string>>; query?: string; keeps?: true | 'either' }>;
type How = Readonly<{ method: string; action?: string; asData?: boolean }>;

/** Everybody, in every relation, at this line of the matrix. */
export function checksOf(town: Town, route: string, row: Given, how: How): Check[] {
  const asksForSomebody = needsRecord(town, row);
  return everybody.flatMap((who) =>
    (asksForSomebody ? relationsAt(row, who, how) : (['none'] as const)).flatMap((relation) => {
      const child = relation === 'none' ? homeOf(who) : relation === 'madeUp' ? null : childAs(who, relation);
      if (child === null && relation !== 'madeUp') return [];
      if (child !== null && lacks(town, row, child)) return [];
      return [checkOf(town, route, row, how, { who, relation, child })];
    })
  );
}

/**
 * In which relations somebody asks. All of them, where any of them lets them do this. Whoever may not, whatever joins them,
 * asks about whoever is nearest to being theirs, and about nobody.
 * As data the answer is the same page's: what differs by relation is asked of it where somebody may.
 */
function relationsAt(row: Given, who: Who, { asData = false }: How): readonly Relation[] {
  if (row.may.some((cell) => cell === 'everybody' || cell.split(' ')[0] === who)) return relations;
  if (Object.keys(row.else ?? {}).some((cell) => cell.split(' ')[0] === who)) return relations;
  const first = relations.find((relation) => childAs(who, relation) !== null) ?? 'otherIro';
  if (asData) return [first];
  return [first, 'madeUp'];
}

/** Whether a record that stands here was never made for this child. */
const lacks = ({ records, loose }: Town, { with: params = {} }: Given, child: ChildKey): boolean =>
  Object.values(params).some(
    (name) => typeof name === 'string' && name in records.a && !(name in loose) && !(name in records[child])
  );

/** Whose records stand where no child is asked about: their own, where they have one. */
const homeOf = (who: Who): ChildKey => childAs(who, 'own') ?? 'a';

/** Whether a record of a child stands in its address or in a field. */
function needsRecord({ records }: Town, { with: params = {}, form = {} }: Given): boolean {
  const names = [...Object.values(params), ...Object.values(form).map((value) => (value.startsWith('$') ? value.slice(1) : ''))];
  return names.some((name) => typeof name === 'string' && Object.hasOwn(records.a, name));
}

type Asker = Readonly<{ who: Who; relation: Relation | 'none'; child: ChildKey | null }>;

function checkOf(town: Town, route: string, row: Given, how: How, asker: Asker): Check {
  const { method, action, asData = false } = how;
  const ids: string[] = [];
  const value = (name: string): string => {
    const found = recordOf(town, name, asker);
    if (found !== null) ids.push(found);
    return found ?? name;
  };
  const path = addressOf(route, row, asker.who, value);
  const form = Object.entries(row.form ?? {}).map(([field, text]): [string, string] => [
    field,
    text.startsWith('$') ? value(text.slice(1)) : text
  ]);
  const may = row.may.some((cell) => fits(cell, asker.who, asker.relation));
  return {
    ...{ entry: action ? `${route}?/${action}` : `${method} ${route}`, method, ...asker, ids, data: asData, may },
    path: action
      ? `${path}${action === 'default' ? '' : `?/${action}`}${row.query ? `&${row.query}` : ''}`
      : asData
        ? dataOf(path)
        : path,
    ...(method === 'POST' && { form }),
    expected: may ? (row.gives ?? ['200']) : [isGivenBack(route, how, row, asker) ? '409' : restOf(row, asker)],
    ...{ shows: may ? (row.shows ?? []) : [], alsoSees: may ? (row.alsoSees ?? []) : [], keeps: row.keeps ?? false }
  };
}

const madeUp = new Map<string, string>();

function recordOf({ records, loose }: Town, name: string, { relation, child, who }: Asker): string | null {
  if (name === 'uuid') return randomUUID();
  if (name === 'tomorrow') return new Date(Date.now() + 24 * 3600_000).toISOString().slice(0, 10);
  if (name === 'yesterday') return new Date(Date.now() - 24 * 3600_000).toISOString().slice(0, 10);
  if (name === 'tomorrow') return new Date(Date.now() + 24 * 3600_000).toISOString().slice(0, 10);
  if (Object.hasOwn(loose, name)) return loose[name] ?? null;
  if (!Object.hasOwn(records.a, name)) return null;
  if (relation === 'madeUp' || child === null) return inventedFor(`${who} ${name}`);
  return Object.entries(records[child]).find(([key]) => key === name)?.[1] ?? null;
}

/** An id as ours look, of nothing: the same for the same asker, so that two answers about it can be compared. */
function inventedFor(what: string): string {
  const known = madeUp.get(what) ?? randomUUID().replace(/^(.{14})./, '$17');
  madeUp.set(what, known);
  return known;
}

function addressOf(route: string, row: Given, who: Who, value: (name: string) => string): string {
  const plain = route.replace(/\/\([^)]+\)/g, '') || '/';
  return plain.replace(/\[(?:\.\.\.)?([^\]]+)\]/g, (_, param: string) => {
    const given = row.with?.[param];
    if (given === undefined) throw new Error(`${route}: nothing stands for [${param}] in the matrix`);
    const name = typeof given === 'string' ? given : (given[who] ?? Object.values(given)[0] ?? '');
    return value(name);
  });
}

const dataOf = (path: string): string => `${path === '/' ? '' : path}/__data.json`;

/** `everybody`; `iro`, whatever there is of whomever; `iro own`; `iro *`, also with an id of nothing, which does not matter. */
export function fits(cell: Cell, who: Who, relation: Relation | 'none'): boolean {
  // A device that was handed over leads nowhere but to the one form.
  if (cell === 'everybody') return who !== 'childHanded';
  if (cell === `${who} *`) return true;
  return cell === who ? relation !== 'madeUp' : cell === `${who} ${relation === 'none' ? 'own' : relation}`;
}

/** Whose visit is over, or never was: strangers, whatever their browser holds. */
const out: readonly Who[] = ['anonymous', 'parentWithdrawn', 'parentExcluded', 'carerBefore', 'leaver'];

function restOf(row: Given, { who, relation }: Asker): string {
  const said = Object.entries(row.else ?? {}).find(([cell]) => fits(cell, who, relation));
  if (said) return said[1];
  const inside = isInside(row, who);
  if (who === 'childHanded') return '303 /me/say';
  if (row.rest === 'nothing') return '404';
  if (who === 'staffByLink' && row.rest === 'staff') return '303 /staff/passkeys';
  if (row.rest === 'child' && who === 'anonymous') return '303 /';
  if (row.rest === 'contributor' && who === 'anonymous') return '303 /views/in';
  return inside ? '404' : `303 ${wayIn[row.rest]}`;
}

/** What was written on a page of children and families is given back to whoever was signed in and is not any more; nothing is saved. */
function isGivenBack(route: string, { method, action }: How, row: Given, { who }: Asker): boolean {
  if (method !== 'POST' || who === 'anonymous' || !out.includes(who) || (row.rest !== 'child' && row.rest !== 'contributor'))
    return false;
  const written = Object.entries(row.form ?? {}).some(([name, value]) => isWritten(name) && /\p{L}/u.test(value));
  return written && isForWriting(route, new URL(`http://heard.example/?/${action ?? ''}`));
}

const isInside = (row: Given, who: Who): boolean => !out.includes(who) && kindOf(who) === doorOf[row.rest];

const doorOf = { child: 'child', contributor: 'contributor', staff: 'staff', nothing: 'none' } as const;
const wayIn = { child: '/?away=1', contributor: '/views/in?away=1', staff: '/sign-in/staff' } as const;

/** How many people there are, for the sum at the end. */
export const peopleCount = Object.keys(people).length;
export type { Rest };
