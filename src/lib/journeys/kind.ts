import type { GenericSchema } from 'valibot';
import type { Answer, Asked, KindCode, Question } from './form.ts';

/**
 * What every kind of question must bring: a folder `questions/<kind>/` with `kind.ts` (this), `Field.svelte` and a test.
 * A kind that lacks a piece does not compile (questions/kinds.ts).
 */
export type Kind<Value> = Readonly<{
  code: KindCode;
  /** The rules of a stored value, made from the question's definition. `people` are the names given in `question.of`. */
  schema(question: Question, people: readonly string[]): GenericSchema<unknown, Value>;
  /**
   * Reads a posted form. Field names start with the question's code: `code`, `code.0`, `code.other`…
   * Returns null when nothing was answered. Never throws on odd input: unknown options are ignored.
   */
  read(question: Question, posted: Posted, people: readonly string[]): Answer | null;
  /** The answer in plain words, one line an item, from the words it was asked with. For check, inbox, print. */
  lines(asked: Asked, answer: Answer): string[];
}>;

/** What a form post gives: the texts under a name, in order. */
export type Posted = Readonly<{ all(name: string): readonly string[]; one(name: string): string | null }>;

/** What a Field needs, already in the reader's words: no i18next in the browser. */
export type FieldProps = Readonly<{
  asked: Asked;
  question: Question;
  answer: Answer | null;
  /** Common words of answer controls, finished: notSure, addPerson, anotherPerson, sayMore, day, month, year… */
  words: Readonly<Record<string, string>>;
  people: readonly string[];
  /** The page's heading names the field: `aria-labelledby` / `<legend>` id. */
  labelledBy: string;
  describedBy: string | null;
  /** It stands under another question ("say more"): that one has the "I am not sure". */
  followUp?: boolean;
  /** What is wrong with what was given, in words, shown by the field; null or absent: nothing. What was given stays in `answer`. */
  problem?: string | null;
}>;

/** The code of "I am not sure", which every kind offers after its own choices. */
export const NOT_SURE = 'not-sure';
/** The code of "something else", where a question offers it. */
export const OTHER = 'other';

/** What describes a field to somebody who hears it: its hint and, when there is one, what is wrong. Null: nothing does. */
export const describing = (code: string, hint: string | null, problem: string | null): string | null =>
  [hint, problem && `${code}-problem`].filter(Boolean).join(' ') || null;
