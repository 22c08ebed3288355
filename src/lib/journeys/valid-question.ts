import { optionKeys, optionsOf, rowKey, type FormNamed } from './asked.ts';
import type { Page, Question } from './form.ts';
import { MOST_COUNTS } from './questions/counts/kind.ts';
import { MOST_DAYS } from './questions/dates/kind.ts';
import { MOST_OPTIONS } from './questions/many/kind.ts';
import { CHOICES, MOST_ROWS } from './questions/matrix/kind.ts';

/** What is wrong with one question, whatever form it stands in, one sentence each. `earlier`: what is asked before it. */
export function questionFaults(question: Question, earlier: readonly Question[]): string[] {
  const { code, kind } = question;
  const faults = [...choiceFaults(question), ...rowFaults(question)];
  if (question.other && kind !== 'many') faults.push(`question ${code} cannot have something else`);
  if (question.most !== undefined && (kind !== 'dates' || question.most < 1 || question.most > MOST_DAYS))
    faults.push(`question ${code} cannot say how many there may be`);
  const named = earlier.find((asked) => asked.code === question.of);
  if ((kind === 'amounts') !== (question.of !== undefined))
    faults.push(`question ${code} must say of whom, and only amounts may`);
  else if (question.of !== undefined && named?.kind !== 'people')
    faults.push(`question ${code} asks about people nobody named before`);
  return faults;
}

/** How many choices a kind of question may have; a kind that is not here brings its own. */
const choices: Readonly<Partial<Record<Question['kind'], { fewest: number; most: number }>>> = {
  one: { fewest: 2, most: MOST_OPTIONS },
  many: { fewest: 2, most: MOST_OPTIONS },
  matrix: CHOICES
};
const numbers = ['no', 'one', 'two', 'three'];

function choiceFaults({ code, kind, options = [], alert, pictures = {} }: Question): string[] {
  const allowed = choices[kind];
  const faults: string[] = [];
  if (!allowed && options.length > 0) faults.push(`question ${code} cannot have choices of its own`);
  if (allowed && options.length < allowed.fewest)
    faults.push(`question ${code} needs ${numbers[allowed.fewest]} choices or more`);
  if (allowed && options.length > allowed.most) faults.push(`question ${code} has more than ${allowed.most} choices`);
  if (options.includes('not-sure') || options.includes('other'))
    faults.push(`question ${code} has a choice every kind brings by itself`);
  if (alert && (kind !== 'one' || !alert.every((choice) => options.includes(choice))))
    faults.push(`question ${code} has an alert that is none of its choices`);
  if (twice(options).length > 0) faults.push(`question ${code} has a choice twice`);
  if (Object.keys(pictures).some((option) => !options.includes(option)))
    faults.push(`question ${code} has a picture of no choice`);
  return faults;
}

function rowFaults({ code, kind, rows, percent = [] }: Question): string[] {
  const most = kind === 'matrix' ? MOST_ROWS : kind === 'counts' ? MOST_COUNTS : 0;
  const faults: string[] = [];
  if (most === 0 && rows) faults.push(`question ${code} cannot have rows`);
  if (most > 0 && (!rows || rows.length < (kind === 'matrix' ? 2 : 1))) faults.push(`question ${code} has too few rows`);
  if (most > 0 && rows && rows.length > most) faults.push(`question ${code} has more than ${most} rows`);
  if (rows && twice(rows).length > 0) faults.push(`question ${code} has a row twice`);
  if (percent.some((row) => kind !== 'counts' || !rows?.includes(row)))
    faults.push(`question ${code} has a share that is none of its numbers`);
  return faults;
}

/** Every sentence of a question that has no words. */
export function wordFaults(
  form: FormNamed,
  page: Pick<Page, 'code' | 'topic'>,
  question: Question,
  has: (key: string) => boolean
): string[] {
  const key = `${form.code}:questions.${question.code}.question`;
  const rows = (question.rows ?? []).map((row) => rowKey(form, question, row));
  const topic = `${form.code}:topics.${page.topic}`;
  return [
    ...[key, ...rows].filter((one) => !has(one)),
    ...optionsOf(question)
      .map((option) => optionKeys(form, page, question, option))
      .filter((keys) => !keys.some(has))
      .flatMap(([own]) => own ?? []),
    ...[topic].filter((one) => !has(one))
  ].map((missing) => `${missing} has no words`);
}

/** What stands in a list a second time. */
export const twice = (codes: readonly string[]): string[] => codes.filter((code, place) => codes.indexOf(code) !== place);
