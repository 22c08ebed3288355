import { audienceFrom } from '#lib/consultations/audience.ts';
import type { PageChange } from '#lib/consultations/draft-body.ts';
import type { Way } from '#lib/home/way.server.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { readAnswer, shortened, type AnswerProblem } from '#lib/journeys/fits.ts';
import type { Answer, Page } from '#lib/journeys/form.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import type { Words } from '#locales/words.ts';

/**
 * What a post of this page says: what to save (of what is too long, what there is room for), what was typed (to be shown
 * again), and what is wrong with it.
 */
export type Read = Readonly<{
  change: PageChange;
  typed: Readonly<Record<string, Answer>>;
  problems: Readonly<Record<string, AnswerProblem>>;
}>;

export function readPost(data: FormData, way: Way, page: Page, words: Words): Read {
  const posted = postedFrom(data);
  const audience = audienceFrom(posted, page.code);
  const answers: Record<string, { answer: Answer; asked: ReturnType<typeof askedOf> } | null> = {};
  const typed: Record<string, Answer> = {};
  const problems: Record<string, AnswerProblem> = {};
  // A page that was empty when it was shown takes nothing back: the answer may have come from another device since.
  const shown = new Set((posted.one('had') ?? '').split(' '));
  for (const question of page.questions) {
    const { answer, problem } = readAnswer(question, posted, way.progress.answers);
    if (answer) typed[question.code] = answer;
    if (problem) problems[question.code] = problem;
    const kept = problem && answer ? shortened(question, answer, way.progress.answers) : answer;
    if (problem ? kept : kept || shown.has(question.code))
      answers[question.code] = kept && { answer: kept, asked: askedOf(words, way.form, page, question, way.draft.band) };
  }
  const audiences = audience ? Object.fromEntries(page.questions.map(({ code }) => [code, audience])) : {};
  return { change: { page: page.code, answers, audiences }, typed, problems };
}

/** What was typed and can be kept, nothing taken back: for a page that is skipped. */
export const onlyGiven = (change: PageChange): PageChange => ({
  ...change,
  answers: Object.fromEntries(Object.entries(change.answers ?? {}).filter(([, answer]) => answer !== null))
});
