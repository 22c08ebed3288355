import { isRestriction, type GivenView, type ViewsChange } from '#lib/consultations/contributor-draft.ts';
import type { AdultWay } from '#lib/contributing/adult-way.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { readAnswer, shortened, type AnswerProblem } from '#lib/journeys/fits.ts';
import type { AdultPage, Answer } from '#lib/journeys/form.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import type { Words } from '#locales/words.ts';

/**
 * What a post of this page says: what to save (of what is too long, what there is room for), what was typed and marked (to be
 * shown again), and what is wrong with it.
 */
export type Read = Readonly<{
  change: ViewsChange;
  typed: Readonly<Record<string, Answer>>;
  marks: Readonly<Record<string, readonly string[]>>;
  problems: Readonly<Record<string, AnswerProblem>>;
}>;

export function readPost(data: FormData, way: AdultWay, page: AdultPage, words: Words): Read {
  const posted = postedFrom(data);
  const answers: Record<string, GivenView | null> = {};
  const typed: Record<string, Answer> = {};
  const marks: Record<string, readonly string[]> = {};
  const problems: Record<string, AnswerProblem> = {};
  // What was empty when the page was shown takes nothing back: the answer may have come from another device since.
  const shown = new Set((posted.one('had') ?? '').split(' '));
  for (const question of page.questions) {
    const { code } = question;
    const { answer, problem } = readAnswer(question, posted, way.answers);
    const restricted = posted.all(`${code}.restricted`).filter(isRestriction);
    marks[code] = restricted;
    if (answer) typed[code] = answer;
    if (problem) problems[code] = problem;
    const kept = problem && answer ? shortened(question, answer, way.answers) : answer;
    if (kept) answers[code] = { answer: kept, restricted, asked: askedOf(words, way.form, page, question, 'adult') };
    else if (!problem && shown.has(code)) answers[code] = null;
  }
  return { change: { page: page.code, answers }, typed, marks, problems };
}
