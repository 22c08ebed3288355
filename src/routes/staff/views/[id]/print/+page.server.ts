import { topics } from '#forms/topics.ts';
import { dayOf } from '#lib/context.ts';
import { byTopic } from '#lib/inbox/by-topic.ts';
import { viewsSheet } from '#lib/inbox/caseload.server.ts';
import { giverInWords, marked } from '#lib/inbox/giver-words.ts';
import { initial, onPaper, wishOnPaper } from '#lib/inbox/paper-words.ts';
import { reviewCard } from '#lib/inbox/review-card.ts';
import { statementOf } from '#lib/inbox/statement.ts';
import { asHeading } from '#lib/inbox/wording.ts';
import { dayInWords, timeInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
  const { ctx, words } = locals;
  const { views, child, review } = await viewsSheet(ctx, params.id, 'contribution.print');
  const statement = statementOf(views.answers);
  const card = reviewCard(words, review, ctx.now);
  const { frame } = await parent();
  const when = onPaper(words, views.sentAt, dayOf(new Date(views.sentAt)), ctx.now);
  return {
    say: words.section('staff', { name: child.called }).print,
    damaged: words.t('staff:views.damaged'),
    id: views.id,
    // A paper can be left lying about: the first letters and the age say enough to whoever printed it.
    child: { name: `${initial(child.called)} ${initial(child.lastName)}`, age: child.age },
    sent: words.t(views.giver === null ? 'staff:print.sent' : 'reading:one.sent', { when, ...statement.counts }),
    adult: views.giver && {
      ...giverInWords(words, views.giver, ctx.now),
      groups: byTopic(words, topics, marked(words, statement.blocks))
    },
    printed: words.t('staff:print.printed', {
      who: frame.person.name,
      day: dayInWords(words.language, dayOf(ctx.now), ctx.now),
      time: timeInWords(words.language, ctx.now)
    }),
    review: `${asHeading(words.t('staff:print.reviewDay', { day: card.day }))} ${card.latest}.`,
    version: views.version > 1 ? words.t('staff:tags.version', { count: views.version }) : null,
    language: views.language,
    blocks: statement.blocks.map((block) => ({ ...block, wish: wishOnPaper(words, block) })),
    skipped: statement.skipped
  };
};
