import { topics } from '#forms/topics.ts';
import type { Voice } from '#lib/consultations/comparing.server.ts';
import { dayOf } from '#lib/context.ts';
import { comparingSheet } from '#lib/inbox/comparing.server.ts';
import { voiceInWords } from '#lib/inbox/giver-words.ts';
import { initial } from '#lib/inbox/paper-words.ts';
import { reviewCard } from '#lib/inbox/review-card.ts';
import { isCopy, sideBySide } from '#lib/inbox/side-by-side.ts';
import { rowsInWords } from '#lib/inbox/side-words.ts';
import { asHeading } from '#lib/inbox/wording.ts';
import { dayInWords, timeInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
  const { ctx, words } = locals;
  const wanted = url.searchParams.get('copy');
  const copy = isCopy(wanted) ? wanted : 'everything';
  const without = url.searchParams.getAll('without');
  const { child, review, voices } = await comparingSheet(ctx, params.id, 'contribution.print', without);
  const reader = { words, now: ctx.now, called: child.called };
  const { rows } = sideBySide(voices, topics, copy);
  const card = reviewCard(words, review, ctx.now);
  const { frame } = await parent();
  const unopened = voices.flatMap(({ parts }) => parts.filter(({ opened }) => !opened)).length;
  return {
    say: words.section('reading', { name: child.called, count: unopened }).paper,
    damaged: words.t('staff:views.damaged'),
    childId: child.id,
    copy,
    whole: copy === 'everything' && without.length === 0,
    unopened,
    people: voices.map((voice) => ({
      id: voice.id,
      who: voiceInWords(reader, voice).who,
      left: without.includes(voice.id)
    })),
    child: { name: `${initial(child.called)} ${initial(child.lastName)}`, age: child.age },
    review: `${asHeading(words.t('staff:print.reviewDay', { day: card.day }))} ${card.latest}.`,
    printed: words.t('reading:paper.printed', {
      who: frame.person.name,
      day: dayInWords(words.language, dayOf(ctx.now), ctx.now),
      time: timeInWords(words.language, ctx.now)
    }),
    rows: rowsInWords(reader, rows, voices, (_, voice) => onPaper(reader, voice))
  };
};

/** A paper can be left lying about: first letters, and what somebody is to the child. */
function onPaper(reader: Parameters<typeof voiceInWords>[0], voice: Voice): string {
  const giver = voice.giver && { ...voice.giver, name: initial(voice.giver.name) };
  return voiceInWords({ ...reader, called: initial(reader.called) }, { id: voice.id, giver }).who;
}
