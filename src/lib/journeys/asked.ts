import type { Values, Words } from '#locales/words.ts';
import type { Asked, Form, KindCode, Page, Question } from './form.ts';
import { NOT_SURE, OTHER } from './kind.ts';
import { amountCodes } from './questions/amounts/kind.ts';
import { YOU_CHOOSE } from './questions/date/kind.ts';
import { feelings } from './questions/faces/kind.ts';

/** The choices a kind brings by itself, before "I am not sure". Their words are in `answers:options.<kind>`. */
const ownOptions: Readonly<Record<KindCode, readonly string[]>> = {
  faces: feelings,
  one: [],
  many: [],
  people: [],
  amounts: amountCodes.filter((code) => code !== NOT_SURE),
  text: [],
  date: [YOU_CHOOSE],
  matrix: [],
  counts: [],
  dates: []
};

/** What wording a question takes of its form, a child's or an adult's: an adult's has no page to pick topics on. */
export type FormNamed = Pick<Form, 'code' | 'version'> & Partial<Pick<Form, 'topicsPage'>>;
type PageNamed = Pick<Page, 'code' | 'topic'>;

/**
 * A question in finished words, as this reader meets it: what a page shows, and what is kept beside the answer for ever.
 * Its words are `<form>:questions.<code>`; the wording of `words`' own band is used where a key has one.
 */
export function askedOf(
  words: Words,
  form: FormNamed,
  page: PageNamed,
  question: Question,
  band: Asked['band'],
  values: Values = {}
): Asked {
  const key = `${form.code}:questions.${question.code}`;
  return {
    code: question.code,
    kind: question.kind,
    topic: page.topic,
    question: words.t(`${key}.question`, values),
    hint: words.has(`${key}.hint`) ? words.t(`${key}.hint`, values) : null,
    options: Object.fromEntries(
      optionsOf(question).map((code) => [code, words.t(optionKeys(form, page, question, code).find(words.has) ?? code, values)])
    ),
    ...(question.teamOnly && { teamOnly: true }),
    ...(question.rows && {
      rows: Object.fromEntries(question.rows.map((row) => [row, words.t(rowKey(form, question, row), values)]))
    }),
    ...(question.percent && { percent: question.percent }),
    language: words.language,
    band,
    formVersion: form.version
  };
}

/** Every choice of a question in the order shown, "something else" and "I am not sure" last. */
export function optionsOf(question: Question): readonly string[] {
  return [...(question.options ?? []), ...ownOptions[question.kind], ...(question.other ? [OTHER] : []), NOT_SURE];
}

/** Where a choice's words may stand, the question's own first; one of these keys must exist (a test walks every form). */
export function optionKeys(form: FormNamed, page: PageNamed, question: Question, code: string): readonly string[] {
  const own = `${form.code}:questions.${question.code}.options.${code}`;
  if (code === NOT_SURE || code === OTHER) return [own, `answers:options.${code}`];
  if (page.code === form.topicsPage) return [own, `${form.code}:topics.${code}`];
  return [own, `answers:options.${question.kind}.${code}`];
}

/** Where the words of one row of a matrix, or of one number, stand. */
export const rowKey = (form: Pick<Form, 'code'>, question: Question, row: string): string =>
  `${form.code}:questions.${question.code}.rows.${row}`;

/** A topic's name, as headings and the topics page have it. */
export const topicName = (words: Words, form: Pick<Form, 'code'>, topic: string, values: Values = {}): string =>
  words.t(`${form.code}:topics.${topic}`, values);

/** The words every Field needs beside the question's own, finished. */
export const fieldWords = (words: Words): Readonly<Record<string, string>> => words.section('answers').field;
