import type { Answer, Form, Page, Question } from './form.ts';
import { optionsOf } from './asked.ts';
import { questionFaults, twice, wordFaults } from './valid-question.ts';
import { path, type Progress } from './walk.ts';

/**
 * What is wrong with a form, one sentence each; empty when nothing is. Data is checked like code: codes unique, every
 * page met by somebody, no way without an end, conditions that only look back, every choice with its words.
 * `has` says whether a key has words (`words.has`).
 */
export function validForm(form: Form, has: (key: string) => boolean): string[] {
  return [
    ...twice(form.pages.map(({ code }) => code)).map((code) => `page ${code} is there twice`),
    ...twice(questionsOf(form).map(({ code }) => code)).map((code) => `question ${code} is there twice`),
    ...topicFaults(form),
    ...endFaults(form),
    ...form.pages.flatMap((page, place) => pageFaults(form, page, place)),
    ...form.pages.flatMap((page) => page.questions.flatMap((question) => wordFaults(form, page, question, has)))
  ];
}

function topicFaults(form: Form): string[] {
  const [first] = form.pages;
  if (!first || first.code !== form.topicsPage) return ['the topics page does not come first'];
  const [question] = first.questions;
  if (question.kind !== 'many' || !question.options) return ['the topics page does not ask for many topics'];
  const topics = [...question.options, ...form.always];
  const core = (topic: string) => form.pages.some((page) => page.core && page.topic === topic);
  return [
    ...topics.filter((topic) => !core(topic)).map((topic) => `topic ${topic} has no core page`),
    ...form.pages
      .slice(1)
      .filter(({ topic }) => !topics.includes(topic))
      .map(({ code, topic }) => `page ${code} is of topic ${topic}, which nobody can pick`)
  ];
}

/** The last page stands for everybody, so that every way has the same end. */
function endFaults(form: Form): string[] {
  const last = form.pages.at(-1);
  return last?.core && form.always.includes(last.topic) && !last.when ? [] : ['the last page is not asked of everybody'];
}

function pageFaults(form: Form, page: Page, place: number): string[] {
  const faults: string[] = [];
  const earlier = form.pages.slice(0, place).flatMap(({ questions }) => questions);
  if (page.code !== form.topicsPage && Boolean(page.core) === Boolean(page.more))
    faults.push(`page ${page.code} must be either core or more`);
  if (page.more && !form.pages.slice(0, place).some(({ core, topic }) => core && topic === page.topic))
    faults.push(`page ${page.code} has no core page of its topic before it, to open it from`);
  const { when } = page;
  if (when) {
    const asked = earlier.find(({ code }) => code === when.code);
    if (!asked) faults.push(`page ${page.code} depends on ${when.code}, which is not asked before it`);
    else if (when.holds.length === 0 || !when.holds.every((value) => optionsOf(asked).includes(value)))
      faults.push(`page ${page.code} waits for an answer ${when.code} cannot give`);
  }
  faults.push(...page.questions.flatMap((question) => questionFaults(question, earlier)));
  if (faults.length === 0 && !path(form, wayTo(form, page)).includes(page)) faults.push(`page ${page.code} is met by nobody`);
  return faults;
}

/** Answers that lead to a page: its topic and those it depends on picked and opened, its conditions met, one by one. */
export function wayTo(form: Form, page: Page): Progress {
  const needed = new Map<string, Answer>();
  const topics = new Set<string>();
  const visit = (wanted: Page) => {
    topics.add(wanted.topic);
    const { when } = wanted;
    const of = wanted.questions[0].of;
    if (when) needed.set(when.code, answerHolding(form, when.code, when.holds[0] ?? ''));
    if (of) needed.set(of, { value: ['Jo'], unsure: false });
    for (const code of [when?.code, of]) {
      const earlier = form.pages.find(({ questions }) => questions.some((question) => question.code === code));
      if (earlier && earlier !== wanted) visit(earlier);
    }
  };
  visit(page);
  const menu = form.pages[0]?.questions[0];
  const chosen = (menu?.options ?? []).filter((topic) => topics.has(topic));
  if (menu && chosen.length > 0 && !needed.has(menu.code)) needed.set(menu.code, { value: { chosen, other: '' }, unsure: false });
  return { answers: Object.fromEntries(needed), skipped: [], opened: [...topics] };
}

function answerHolding(form: Form, code: string, value: string): Answer {
  if (value === 'not-sure') return { value: null, unsure: true };
  const kind = questionsOf(form).find((question) => question.code === code)?.kind;
  return { value: kind === 'many' ? { chosen: [value], other: '' } : value, unsure: false };
}

const questionsOf = (form: Form): Question[] => form.pages.flatMap(({ questions }) => questions);
