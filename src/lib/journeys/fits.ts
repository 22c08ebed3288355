import * as v from 'valibot';
import type { Answer, KindCode, Question } from './form.ts';
import type { Posted } from './kind.ts';
import { LONGEST_NOTE, wrongIn } from './questions/dates/kind.ts';
import { kinds } from './questions/kinds.ts';
import { LONGEST_OTHER } from './questions/many/kind.ts';
import { namesIn } from './questions/people/kind.ts';
import { LONGEST_TEXT } from './questions/text/kind.ts';

/** What was wrong with an answer; its words are `answers:problems.<code>`. */
export type AnswerProblem = 'date' | 'days' | 'number' | 'long' | 'invalid';

/** What one question's part of a post gives. With a problem, `answer` still holds what was typed, to be shown again. */
export type Given = Readonly<{ answer: Answer | null; problem: AnswerProblem | null }>;

/** The people a question asks about one by one: the names given to its `of` question. */
export function peopleFor(question: Question, answers: Readonly<Record<string, Answer>>): readonly string[] {
  return question.of === undefined ? [] : namesIn(answers[question.of]);
}

/** Whether an answer is one this question can have: its kind's rules, or "I am not sure" with nothing beside it. */
export function answerFits(question: Question, answer: Answer, answers: Readonly<Record<string, Answer>>): boolean {
  if (answer.value === null) return answer.unsure;
  return v.is(kinds[question.kind].schema(question, peopleFor(question, answers)), answer.value);
}

/** Reads one question from a post and says what is wrong with it, if anything is. */
export function readAnswer(question: Question, posted: Posted, answers: Readonly<Record<string, Answer>>): Given {
  const answer = kinds[question.kind].read(question, posted, peopleFor(question, answers));
  if (answer === null || answerFits(question, answer, answers)) return { answer, problem: null };
  return { answer, problem: question.kind === 'dates' ? wrongIn(answer) : (wrong[question.kind] ?? 'long') };
}

/** What can be wrong with an answer of a kind, where it is not that it is too long. */
const wrong: Readonly<Partial<Record<KindCode, AnswerProblem>>> = { counts: 'number', date: 'date', people: 'invalid' };

/** How long (characters, UTF-16) what somebody writes may be, by the kind of its question. */
const longest: Readonly<Partial<Record<KindCode, number>>> = { text: LONGEST_TEXT, many: LONGEST_OTHER, dates: LONGEST_NOTE };

/**
 * As much of an answer that is too long as can be kept while it is still being written: its page says by how much it is over,
 * and goes on only when it is not. Null: its length is not what is wrong with it.
 */
export function shortened(question: Question, answer: Answer, answers: Readonly<Record<string, Answer>>): Answer | null {
  const most = longest[question.kind];
  if (most === undefined) return null;
  const shorter = { ...answer, value: cut(answer.value, most) };
  return answerFits(question, shorter, answers) ? shorter : null;
}

/** Every text in it, no longer than this. */
function cut(value: unknown, most: number): unknown {
  if (typeof value === 'string') return value.slice(0, most).toWellFormed();
  if (Array.isArray(value)) return value.map((one) => cut(one, most));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cut(one, most)]));
}
