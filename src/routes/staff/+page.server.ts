import { redirect } from '@sveltejs/kit';
import { inboxOf } from '#lib/inbox/inbox.server.ts';
import { rowInWords } from '#lib/inbox/inbox-words.ts';
import type { InboxRow } from '#lib/inbox/row.ts';
import { agoInWords, asHeading, reviewInWords } from '#lib/inbox/wording.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words } = locals;
  const groups = await inboxOf(ctx);
  const count = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const manages = ctx.actor.kind === 'staff' && ctx.actor.roles.includes('manager') && !ctx.actor.roles.includes('iro');
  // Whoever looks after the team and has no inbox of their own begins with the team's day.
  if (count === 0 && manages) redirect(303, '/staff/team');
  const [first] = groups.flatMap(({ rows }) => rows);
  return {
    say: words.section('staff').inbox,
    count: words.t('staff:inbox.count', { count }),
    groups: groups.map(({ group, rows }) => ({
      title: asHeading(words.t(`staff:inbox.${group}`)),
      urgent: group === 'unsafe',
      rows: rows.map((row) => rowInWords(words, row, ctx.now))
    })),
    first: first ? firstInWords(words, first, ctx.now) : null,
    taken: url.searchParams.has('taken'),
    done: url.searchParams.has('done')
  };
};

/** The pane beside the list: what needs the reader first, and what opening it does. */
const firstInWords = (words: Words, row: InboxRow, now: Date) => ({
  ...rowInWords(words, row, now),
  heading: asHeading(reviewInWords(words, row, now)),
  ago: asHeading(agoInWords(words, row.cameAt, now)),
  day: row.reviewOn === null ? null : dayInWords(words.language, row.reviewOn, now),
  opening: words.t('staff:inbox.opening', { name: row.called })
});
