import { pagesFor } from './adult.ts';
import { professionalRoles, type AdultForm, type AdultPage, type Question } from './form.ts';
import { questionFaults, twice, wordFaults } from './valid-question.ts';

/** More questions than this on one page is a wall. */
export const MOST_ON_A_PAGE = 6;

/**
 * What is wrong with an adult's form, one sentence each; empty when nothing is. Codes are unique, a topic has one page for
 * each reader, every role that is asked anything of its own is one there is, and every question and choice has its words.
 * `has` says whether a key has words (`words.has`).
 */
export function validAdultForm(form: AdultForm, has: (key: string) => boolean): string[] {
  const questions = form.pages.flatMap((page): readonly Question[] => page.questions);
  return [
    ...twice(form.pages.map(({ code }) => code)).map((code) => `page ${code} is there twice`),
    ...twice(questions.map(({ code }) => code)).map((code) => `question ${code} is there twice`),
    ...form.pages.flatMap((page, place) => pageFaults(form, page, place)),
    ...readerFaults(form),
    ...form.pages.flatMap((page) => page.questions.flatMap((question) => wordFaults(form, page, question, has)))
  ];
}

function pageFaults(form: AdultForm, page: AdultPage, place: number): string[] {
  const { code, questions, roles } = page;
  const earlier = form.pages.slice(0, place).flatMap((before): readonly Question[] => before.questions);
  return [
    ...(questions.length > MOST_ON_A_PAGE ? [`page ${code} has more than ${MOST_ON_A_PAGE} questions`] : []),
    ...(roles && (roles.length === 0 || twice(roles).length > 0) ? [`page ${code} must say each of its roles once`] : []),
    ...questions.flatMap((question, at) => [
      ...questionFaults(question, [...earlier, ...questions.slice(0, at)]),
      // Danger is told by a child's own answer; an adult's page has the numbers to call on it, always.
      ...(question.alert ? [`question ${question.code} has an alert, which only a child’s may`] : [])
    ])
  ];
}

/** What each reader meets: a topic once, and the same last page. */
function readerFaults(form: AdultForm): string[] {
  const last = form.pages.at(-1);
  const readers = form.pages.some(({ roles }) => roles) ? professionalRoles : [null];
  return [
    ...(last && !last.roles ? [] : ['the last page is not asked of everybody']),
    ...readers.flatMap((role) =>
      twice(pagesFor(form, role).map(({ topic }) => topic)).map((topic) => `${role ?? 'everybody'} meets topic ${topic} twice`)
    )
  ];
}
