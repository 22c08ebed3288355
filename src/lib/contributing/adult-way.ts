import type { OwnViews } from '#lib/consultations/contributor-drafts.server.ts';
import type { Restriction, StoredView } from '#lib/consultations/contributor-draft.ts';
import { answeredOn, type AdultAnswers } from '#lib/journeys/adult.ts';
import { topicName } from '#lib/journeys/asked.ts';
import type { AdultForm, AdultPage, Asked } from '#lib/journeys/form.ts';
import { linesOf } from '#lib/journeys/render.ts';
import { languageOf } from '#locales/languages.ts';
import type { Words } from '#locales/words.ts';

/** Where somebody who was asked is on their way: any page at any time, in whatever order. */
export type AdultWay = OwnViews & Readonly<{ pages: readonly AdultPage[]; answers: AdultAnswers }>;

export type TopicState = 'done' | 'started' | 'none';

/** The list of topics: what each is about, and where it stands in words. */
export const topicLines = (words: Words, way: AdultWay) =>
  way.pages.map((page) => {
    const state = topicState(way, page);
    return {
      page: page.code,
      title: topicName(words, way.form, page.topic),
      state,
      stateWords: words.t(`views:start.state.${state}`)
    };
  });

/** Nothing has to be answered: a topic is done when they went on from it having said something. */
export function topicState({ answers, draft }: AdultWay, page: AdultPage): TopicState {
  if (answeredOn(page, answers).answered === 0) return 'none';
  return draft?.body.done.includes(page.code) ? 'done' : 'started';
}

/** Where to carry on: the first topic that is not done; null when all are. */
export const carryOnAt = (way: AdultWay): AdultPage | null =>
  way.pages.find((page) => topicState(way, page) === 'started') ??
  way.pages.find((page) => topicState(way, page) === 'none') ??
  null;

/** Whether something in the draft was never sent. */
export const hasUnsent = ({ draft, answers }: AdultWay): boolean =>
  draft !== null && Object.keys(answers).length > 0 && (draft.sentAt === null || draft.savedAt > draft.sentAt);

/** One answer as a page shows it: what was asked, what was said, and its marks in words. */
export type SaidView = Readonly<{
  code: string;
  question: string;
  /** What it was asked in: they may have changed their language since. */
  language: string;
  direction: 'ltr' | 'rtl';
  lines: readonly string[];
  marks: readonly string[];
}>;

export const saidView = (words: Words, { asked, answer, restricted }: StoredView): SaidView => ({
  code: asked.code,
  ...askedAs(asked),
  lines: linesOf(asked, answer),
  marks: marksInWords(words, restricted)
});

/** A question as it was asked, and which way it reads. */
export function askedAs({ question, language }: Pick<Asked, 'question' | 'language'>) {
  return { question, language, direction: languageOf(language).direction };
}

export const marksInWords = (words: Words, restricted: readonly Restriction[]): string[] =>
  restricted.map((mark) => words.t(`views:restricted.${mark}`));

/** Everything answered, topic by topic in the form's order. */
export const saidByTopic = (words: Words, way: AdultWay) =>
  way.pages.map((page) => ({
    page: page.code,
    topic: topicName(words, way.form, page.topic),
    said: page.questions.flatMap(({ code }): SaidView[] => {
      const given = way.draft?.body.answers[code];
      return given ? [saidView(words, given)] : [];
    })
  }));

/** Answers that were sent, topic by topic in the order they were asked; what does not open keeps its place. */
export function sentByTopic(words: Words, form: Pick<AdultForm, 'code'>, views: readonly (StoredView | null)[]) {
  const topics: { topic: string; said: (SaidView | null)[] }[] = [];
  for (const view of views) {
    const topic = view ? topicName(words, form, view.asked.topic) : '';
    const last = topics.at(-1);
    const said = view && saidView(words, view);
    if (last && (last.topic === topic || !view)) last.said.push(said);
    else topics.push({ topic, said: [said] });
  }
  return topics;
}
