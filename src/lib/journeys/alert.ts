import type { Page } from './form.ts';
import type { Answered, Progress } from './walk.ts';

/** What was answered on this page that says the child may not be safe, with what they wrote beside it; empty: nothing. */
export function alertsOn(page: Page, progress: Progress): Answered[] {
  const given = page.questions.flatMap((question): Answered[] => {
    const answer = progress.answers[question.code];
    return answer && !progress.skipped.includes(page.code) ? [{ page, question, answer }] : [];
  });
  const alarming = given.some(({ question, answer }) => question.alert?.some((code) => code === answer.value));
  return alarming ? given : [];
}
