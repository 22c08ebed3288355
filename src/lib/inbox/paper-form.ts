import { askedOf, topicName } from '#lib/journeys/asked.ts';
import type { AdultForm, AdultPage, Question } from '#lib/journeys/form.ts';
import type { Values, Words } from '#locales/words.ts';

/** A question as it stands on paper, to be answered by hand. */
export type PaperQuestion = Readonly<{
  code: string;
  question: string;
  hint: string | null;
  /** What to do, in a word: "Tick one". */
  how: string;
  /** Boxes to tick; of a matrix, what each row can be. */
  options: readonly string[];
  /** What is asked about line by line, each with room for an answer. `percent`: it is given in per cent. */
  rows: readonly Readonly<{ text: string; percent: boolean }>[];
  /** Empty lines to write on, and lines for a day with a note. */
  lines: number;
  days: number;
}>;

export type PaperTopic = Readonly<{ code: string; title: string; questions: readonly PaperQuestion[] }>;

const LINES = 5;
const DAYS = 4;

/**
 * Everything one person is asked, on paper, in the words they would have met on the screen. `values`: the people of the
 * letter it goes with, where whoever prints it would be told of others.
 */
export const onPaper = (words: Words, form: AdultForm, pages: readonly AdultPage[], values: Values): PaperTopic[] =>
  pages.map((page) => ({
    code: page.code,
    title: topicName(words, form, page.topic, values),
    questions: page.questions.map((question) => questionOnPaper(words, form, page, question, values))
  }));

/** What to do with a kind of question on paper; empty: one writes. */
function howTo(words: Words, kind: Question['kind']): string {
  const { oneOnly, tick, ring, number, days, people } = words.section('letter').form;
  const ways: Readonly<Record<Question['kind'], string>> = {
    ...{ one: oneOnly, faces: oneOnly, amounts: oneOnly, many: tick, matrix: ring },
    ...{ counts: number, date: days, dates: days, people, text: '' }
  };
  return ways[kind];
}

function questionOnPaper(words: Words, form: AdultForm, page: AdultPage, question: Question, values: Values): PaperQuestion {
  const asked = askedOf(words, form, page, question, 'adult', values);
  const { kind } = question;
  const ticked = ['one', 'faces', 'many', 'matrix'].includes(kind);
  return {
    ...{ code: question.code, question: asked.question, hint: asked.hint },
    how: howTo(words, kind),
    options: ticked ? Object.values(asked.options) : [],
    rows: Object.entries(asked.rows ?? {}).map(([row, text]) => ({ text, percent: question.percent?.includes(row) ?? false })),
    lines: kind === 'text' || kind === 'people' ? LINES : question.other ? 1 : 0,
    days: kind === 'date' ? 1 : kind === 'dates' ? Math.min(question.most ?? DAYS, DAYS) : 0
  };
}
