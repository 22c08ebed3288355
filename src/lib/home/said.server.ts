import type { CirclePerson } from '#lib/consultations/contribution.ts';
import { askedOf, topicName } from '#lib/journeys/asked.ts';
import type { Answer, Asked, Audience } from '#lib/journeys/form.ts';
import { faceOf, linesOf } from '#lib/journeys/render.ts';
import { answerNow, path } from '#lib/journeys/walk.ts';
import { listInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { Way } from './way.server.ts';

/** One page of the way as a list shows it: what was asked, and what was said or that it was skipped. */
export type SaidPage = Readonly<{
  page: string;
  topic: string;
  question: string;
  said: readonly Said[];
  audience: Audience;
  /** Who hears it, in one sentence. */
  heard: string;
}>;

export type Said = Readonly<{ mood: ReturnType<typeof faceOf>; lines: readonly string[] }>;

/** Everything on the way, page by page, in the child's own words. The topics page is the child's map, not an answer. */
export function saidPages(way: Way, words: Words, circle: readonly CirclePerson[]): SaidPage[] {
  return path(way.form, way.progress)
    .filter((page) => page.code !== way.form.topicsPage)
    .map((page): SaidPage => {
      const given = way.draft.body.skipped.includes(page.code)
        ? []
        : page.questions.flatMap(({ code, ...question }) => {
            const kept = way.draft.body.answers[code];
            const answer = answerNow({ code, ...question }, way.progress.answers);
            return kept && answer ? [{ ...kept, answer }] : [];
          });
      const audience = given[0]?.audience ?? { kind: 'only_iro' };
      return {
        page: page.code,
        topic: topicName(words, way.form, page.topic),
        question: askedOf(words, way.form, page, page.questions[0], way.draft.band).question,
        said: given.map(({ asked, answer }) => saidOf(asked, answer)),
        audience,
        heard: heardBy(words, audience, circle)
      };
    });
}

export const saidOf = (asked: Asked, answer: Answer): Said => ({ mood: faceOf(asked, answer), lines: linesOf(asked, answer) });

/** Who hears an answer, in one sentence of the child's page. */
function heardBy(words: Words, audience: Audience, circle: readonly CirclePerson[]): string {
  if (audience.kind === 'at_my_review') return words.t('say:who.review');
  if (audience.kind === 'only_iro') return words.t('say:who.only');
  const names = audience.people.flatMap(
    ({ kind, id }) => circle.find((person) => person.kind === kind && person.id === id)?.name ?? []
  );
  return words.t('say:who.told', { names: listInWords(words.language, names) });
}
