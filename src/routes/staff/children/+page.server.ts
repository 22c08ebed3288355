import { myChildren } from '#lib/inbox/caseload.server.ts';
import { reviewCard } from '#lib/inbox/review-card.ts';
import { tagsOf } from '#lib/inbox/tags.ts';
import { shortName } from '#lib/inbox/wording.ts';
import { dayInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words } = locals;
  const rows = await myChildren(ctx);
  return {
    say: words.section('staff').children,
    count: words.t('staff:children.count', { count: rows.length }),
    rows: rows.map((row) => ({
      id: row.childId,
      name: shortName(row),
      age: row.age,
      review: reviewCard(words, { ...row, on: row.reviewOn, reviewId: null, heldLast: null }, ctx.now),
      since: row.since && words.t('staff:children.since', { day: dayInWords(words.language, row.since, ctx.now) }),
      tags: tagsOf(words, row)
    }))
  };
};
