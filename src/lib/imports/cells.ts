import * as v from 'valibot';
import { isRelation, type ContactRelation } from '#lib/children/contact.ts';
import type { ChildStatus, Privacy } from '#lib/children/child.ts';
import type { Band } from '#lib/journeys/form.ts';
import type { DeskCode } from '#lib/routing/rules.ts';
import type { ColumnKind } from './columns.ts';
import { bands, DATED_BAND, desksIn, levels, statuses, yesNo } from './cell-words.ts';
import { readDay, weekdaysIn } from './days.ts';
import { languageCode } from './languages.ts';
import type { ProblemCode } from './problems.ts';

/** What a cell becomes, by the kind of its column. Days are `YYYY-MM-DD`. */
export type Values = {
  id: string;
  ids: string;
  words: string;
  day: string;
  'past-day': string;
  flag: boolean;
  email: string;
  phone: string;
  postal: string;
  band: Band;
  privacy: Privacy;
  status: ChildStatus;
  language: string;
  weekdays: string;
  number: number;
  relation: ContactRelation;
  participation: string;
  desks: readonly DeskCode[];
  code: string;
};

/** What a cell is judged against. */
export type Judging = Readonly<{
  today: string;
  /** More of this column's dates are surely American than surely ours, so one that could be either is not trusted. */
  american: boolean;
  /** Every identifier of this column has this many digits, and some begin with 0. */
  width: number | null;
}>;

const bad = (code: ProblemCode) => code;

/** A step of a rule: gives the value, or says what is wrong by a problem's code. */
function reading<Output>(read: (text: string) => { value: Output } | { problem: ProblemCode }) {
  return v.rawTransform<string, Output>(({ dataset, addIssue, NEVER }) => {
    const result = read(dataset.value);
    if ('value' in result) return result.value;
    addIssue({ message: result.problem });
    return NEVER;
  });
}

/** The same for a reader that gives null where it cannot read. */
const found = <Output>(read: (text: string) => Output | null, problem: ProblemCode) =>
  reading<Output>((text) => {
    const value = read(text);
    return value === null ? { problem } : { value };
  });

const oneOf = <Output>(table: Readonly<Record<string, Output>>, problem: ProblemCode) =>
  reading<Output>((text) => {
    const value = Object.hasOwn(table, text.toLowerCase()) ? table[text.toLowerCase()] : undefined;
    return value === undefined ? { problem } : { value };
  });

function day(judging: Judging, past: boolean) {
  return reading<string>((text) => {
    const read = readDay(text);
    if ('problem' in read) return read;
    const years = Number(read.day.slice(0, 4)) - Number(judging.today.slice(0, 4));
    if (years < -120 || years > 5) return { problem: 'unlikely-year' };
    if (judging.american && read.ambiguous) return { problem: 'turned-date' };
    return past && read.day > judging.today ? { problem: 'future' } : { value: read.day };
  });
}

function identifier(judging: Judging) {
  return reading<string>((text) => {
    if (/^\d+([.,]\d+)?E\+?\d+$/i.test(text)) return { problem: 'scientific' };
    if (!/^[\p{L}\p{N}][\p{L}\p{N}._\-/]{0,47}$/u.test(text)) return { problem: 'not-an-id' };
    if (judging.width !== null && /^\d+$/.test(text) && text.length < judging.width) return { problem: 'lost-zeros' };
    return { value: text };
  });
}

function band(text: string): { value: Band } | { problem: ProblemCode } {
  const value = bands[text.toLowerCase()];
  return value ? { value } : { problem: DATED_BAND.test(text) ? 'band-as-date' : 'not-a-band' };
}

function relation(text: string): { value: ContactRelation } | { problem: ProblemCode } {
  const value = text
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .replace(/^mum$/, 'mother')
    .replace(/^dad$/, 'father')
    .replace(/^foster_carer$/, 'carer');
  return isRelation(value) ? { value } : { problem: 'not-a-relation' };
}

const words = v.pipe(v.string(), v.maxLength(200, bad('too-long')));

/** The rule of each kind of cell. What it is given is never empty and already cleaned (reading.ts). */
export function cellRules(judging: Judging) {
  return {
    id: v.pipe(v.string(), identifier(judging)),
    ids: words,
    words,
    code: words,
    postal: v.pipe(v.string(), v.maxLength(500, bad('too-long'))),
    day: v.pipe(v.string(), day(judging, false)),
    'past-day': v.pipe(v.string(), day(judging, true)),
    flag: v.pipe(v.string(), oneOf<boolean>(yesNo, 'not-yes-no')),
    email: v.pipe(v.string(), v.email(bad('not-an-email')), v.maxLength(254, bad('too-long'))),
    phone: v.pipe(v.string(), v.regex(/^(\+|0)[\d ()-]{9,20}$/, bad('not-a-phone'))),
    band: v.pipe(v.string(), reading<Band>(band)),
    privacy: v.pipe(v.string(), oneOf<Privacy>(levels, 'not-a-privacy')),
    status: v.pipe(v.string(), oneOf<ChildStatus>(statuses, 'not-a-status')),
    language: v.pipe(v.string(), found(languageCode, 'not-a-language')),
    weekdays: v.pipe(v.string(), found(weekdaysIn, 'not-weekdays')),
    number: v.pipe(
      v.string(),
      v.regex(/^\d{1,2}$/, bad('not-a-number')),
      v.transform(Number),
      v.minValue(1, bad('not-a-number')),
      v.maxValue(30, bad('not-a-number'))
    ),
    relation: v.pipe(v.string(), reading<ContactRelation>(relation)),
    desks: v.pipe(v.string(), found(desksIn, 'unknown-desk')),
    participation: v.pipe(v.string(), v.toUpperCase(), v.regex(/^PN[0-7]$/, bad('not-participation')))
  } satisfies { [Kind in ColumnKind]: v.GenericSchema<string, Values[Kind]> };
}

export type CellRules = ReturnType<typeof cellRules>;
