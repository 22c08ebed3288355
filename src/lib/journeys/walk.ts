import type { Answer, Condition, Form, Page, Question } from './form.ts';
import { amountsIn } from './questions/amounts/kind.ts';
import { peopleFor } from './fits.ts';

/** How far somebody is. Answers that the way no longer reaches stay in here: they are set aside, and return with it. */
export type Progress = Readonly<{
  answers: Readonly<Record<string, Answer>>;
  /** Codes of pages passed with Skip: an answer given there before is set aside until the page is answered again. */
  skipped: readonly string[];
  /** Topics opened by "more about this". */
  opened: readonly string[];
}>;

/** A given answer with where it was asked. */
export type Answered = Readonly<{ page: Page; question: Question; answer: Answer }>;

/**
 * The pages of somebody's way, in order: the topics page, the core of what they picked (of everything but private
 * matters, if they picked nothing) and of the topics always asked, and what they opened with "more about this".
 * Never empty: the topics page and the core of the topics always asked stand whatever is answered.
 */
export function path(form: Form, progress: Progress): Page[] {
  const picked = pickedTopics(form, progress);
  const way: Page[] = [];
  const seen: Record<string, Answer> = {};
  for (const page of form.pages) {
    if (!isAsked(form, page, picked, progress.opened) || !holds(page.when, seen) || !hasPeople(page, seen)) continue;
    way.push(page);
    // Only answers on the way open further ways: what was set aside opens nothing.
    if (progress.skipped.includes(page.code)) continue;
    for (const { code } of page.questions) {
      const answer = progress.answers[code];
      if (answer) seen[code] = answer;
    }
  }
  return way;
}

/** Whether a page is on the way now. A code nobody knows is not. */
export const reachable = (form: Form, progress: Progress, code: string): boolean =>
  path(form, progress).some((page) => page.code === code);

/**
 * The page after this one; null after the last (what follows is the sharing screen). From a page that has left the
 * way (or was never on it) it goes on at the first page that would have come after it.
 */
export function next(form: Form, progress: Progress, code: string): Page | null {
  const from = placeOf(form, code);
  return path(form, progress).find((page) => placeOf(form, page.code) > from) ?? null;
}

/** The page before this one; null before the first (what comes before is the start). */
export function previous(form: Form, progress: Progress, code: string): Page | null {
  const from = placeOf(form, code);
  return path(form, progress).findLast((page) => placeOf(form, page.code) < from) ?? null;
}

/** Where this page stands on the way, for "Question 3 of 8": `at` from 1 to `of`. */
export function stepOf(form: Form, progress: Progress, code: string): { at: number; of: number } {
  const way = path(form, progress);
  const before = way.filter((page) => placeOf(form, page.code) < placeOf(form, code)).length;
  return { at: Math.min(before + 1, way.length), of: way.length };
}

/** Whether "more about this" would add something to the way of this page's topic. */
export function moreOf(form: Form, progress: Progress, page: Page): boolean {
  if (progress.opened.includes(page.topic)) return false;
  const opened = { ...progress, opened: [...progress.opened, page.topic] };
  return path(form, opened).length > path(form, progress).length;
}

/** Where to carry on: the first page neither answered nor skipped; null when all were. */
export function carryOn(form: Form, progress: Progress): Page | null {
  return path(form, progress).find((page) => stateOf(progress, page) === 'open') ?? null;
}

/** What became of a page so far. */
export function stateOf(progress: Progress, page: Page): 'answered' | 'skipped' | 'open' {
  if (progress.skipped.includes(page.code)) return 'skipped';
  return page.questions.some(({ code }) => progress.answers[code] !== undefined) ? 'answered' : 'open';
}

/**
 * Every answer on the way, in the order asked: what is told. What the way no longer reaches, or was skipped afterwards,
 * is set aside: kept, not told, and back when its page is.
 */
export function answered(form: Form, progress: Progress): Answered[] {
  return path(form, progress).flatMap((page) =>
    page.questions.flatMap((question) => {
      if (progress.skipped.includes(page.code)) return [];
      const answer = answerNow(question, progress.answers);
      return answer ? [{ page, question, answer }] : [];
    })
  );
}

/** The answer as it stands: of an amounts question only the people who are still named. Null: none (left). */
export function answerNow(question: Question, answers: Readonly<Record<string, Answer>>): Answer | null {
  const answer = answers[question.code];
  if (!answer || question.of === undefined) return answer ?? null;
  const people = peopleFor(question, answers);
  const value = amountsIn(answer).filter(({ person }) => people.includes(person));
  return value.length > 0 ? { ...answer, value } : null;
}

/** The topics that were picked, in the form's order; empty when none were (yet). */
export function pickedTopics(form: Form, progress: Progress): readonly string[] {
  const page = form.pages.find(({ code }) => code === form.topicsPage);
  const answer = page && !progress.skipped.includes(page.code) ? progress.answers[page.questions[0].code] : undefined;
  const values = new Set(answer ? valuesOf(answer) : []);
  return page?.questions[0].options?.filter((topic) => values.has(topic)) ?? [];
}

function isAsked(form: Form, page: Page, picked: readonly string[], opened: readonly string[]): boolean {
  if (page.code === form.topicsPage) return true;
  if (page.more && !opened.includes(page.topic)) return false;
  if (form.always.includes(page.topic)) return true;
  return picked.length === 0 ? !page.onlyIfChosen : picked.includes(page.topic);
}

function holds(when: Condition | undefined, seen: Readonly<Record<string, Answer>>): boolean {
  if (!when) return true;
  const answer = seen[when.code];
  return answer !== undefined && valuesOf(answer).some((value) => when.holds.includes(value));
}

/** A question about each of some people is asked once somebody was named. */
function hasPeople(page: Page, seen: Readonly<Record<string, Answer>>): boolean {
  const [question] = page.questions;
  return question.of === undefined || peopleFor(question, seen).length > 0;
}

/** The codes an answer holds, whatever its kind: what a condition is compared with. */
function valuesOf({ value, unsure }: Answer): string[] {
  const codes = typeof value === 'string' ? [value] : Array.isArray(value) ? value : chosenIn(value);
  const plain = codes.filter((code) => typeof code === 'string');
  return unsure ? [...plain, 'not-sure'] : plain;
}

const chosenIn = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null && 'chosen' in value && Array.isArray(value.chosen) ? value.chosen : [];

/** A code nobody knows stands before the first page. */
const placeOf = (form: Form, code: string): number => form.pages.findIndex((page) => page.code === code);
