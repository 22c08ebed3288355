import { dayOf } from '#lib/context.ts';
import { viewsSheet } from '#lib/inbox/caseload.server.ts';
import { reviewCard } from '#lib/inbox/review-card.ts';
import { statementOf, type Block } from '#lib/inbox/statement.ts';
import { asHeading } from '#lib/inbox/wording.ts';
import { dayInWords, timeInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
  const { ctx, words } = locals;
  const { views, child, review } = await viewsSheet(ctx, params.id, 'contribution.print');
  const statement = statementOf(views.answers);
  const card = reviewCard(words, review, ctx.now);
  const { frame } = await parent();
  return {
    say: words.section('staff', { name: child.called }).print,
    damaged: words.t('staff:views.damaged'),
    id: views.id,
    // A paper can be left lying about: the first letters and the age say enough to whoever printed it.
    child: { name: `${initial(child.called)} ${initial(child.lastName)}`, age: child.age },
    sent: words.t('staff:print.sent', { when: onPaper(words, views.sentAt, ctx.now), ...statement.counts }),
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

/** Paper outlives the day: no "today" on it. */
const onPaper = (words: Words, at: string, now: Date) =>
  words.t('staff:when.onDay', {
    day: dayInWords(words.language, dayOf(new Date(at)), now),
    time: timeInWords(words.language, at)
  });

const initial = (name: string) => `${[...name][0] ?? ''}.`;

function wishOnPaper(words: Words, block: Block): string {
  if (block.audience === 'at_my_review') return words.t('staff:print.atReview');
  const people = new Intl.ListFormat('en-GB').format(block.tellings.map(({ name }) => name));
  return people === '' ? words.t('staff:print.onlyIro') : words.t('staff:print.tell', { people });
}
