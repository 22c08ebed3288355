import { answerNow } from './walk.ts';
import type { AdultForm, AdultPage, Answer, ProfessionalRole, Question } from './form.ts';

/** How far an adult is: every answer by its question's code. Nothing depends on anything, so there is nothing to set aside. */
export type AdultAnswers = Readonly<Record<string, Answer>>;

/** A given answer with where it was asked. */
export type AdultAnswered = Readonly<{ page: AdultPage; question: Question; answer: Answer }>;

/** The pages this person is asked, in order. `role`: of a professional; null for everybody else, who are asked what all are. */
export const pagesFor = (form: AdultForm, role: ProfessionalRole | null): readonly AdultPage[] =>
  form.pages.filter(({ roles }) => !roles || (role !== null && roles.includes(role)));

/** One page of theirs; undefined when there is none of this code, or it is not asked of them. */
export const pageFor = (form: AdultForm, role: ProfessionalRole | null, code: string): AdultPage | undefined =>
  pagesFor(form, role).find((page) => page.code === code);

/** The page after this one; null after the last (what follows is checking) and for a page that is not theirs. */
export function pageAfter(form: AdultForm, role: ProfessionalRole | null, code: string): AdultPage | null {
  const pages = pagesFor(form, role);
  const place = pages.findIndex((page) => page.code === code);
  return place < 0 ? null : (pages[place + 1] ?? null);
}

/** The page before this one; null before the first (what comes before is the list of topics). */
export function pageBefore(form: AdultForm, role: ProfessionalRole | null, code: string): AdultPage | null {
  const pages = pagesFor(form, role);
  return pages[pages.findIndex((page) => page.code === code) - 1] ?? null;
}

/** How many of a page's questions are answered, for the list of topics. */
export const answeredOn = (page: AdultPage, answers: AdultAnswers): { answered: number; of: number } => ({
  answered: page.questions.filter((question) => answerNow(question, answers) !== null).length,
  of: page.questions.length
});

/** Every answer this person gave, in the order asked: what is sent. An answer to a page of another role is not theirs. */
export const adultAnswered = (form: AdultForm, role: ProfessionalRole | null, answers: AdultAnswers): AdultAnswered[] =>
  pagesFor(form, role).flatMap((page) =>
    page.questions.flatMap((question) => {
      const answer = answerNow(question, answers);
      return answer ? [{ page, question, answer }] : [];
    })
  );
