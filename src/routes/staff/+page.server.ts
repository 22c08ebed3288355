import { redirect } from '@sveltejs/kit';
import { emergenciesToDecide, emergenciesToTell } from '#lib/break-glass/reading.server.ts';
import { callBacksWaiting } from '#lib/call-backs/reading.server.ts';
import { callBackFirst, callBackInWords } from '#lib/inbox/call-back-words.ts';
import { emergencyRow } from '#lib/inbox/emergency-rows.ts';
import { inboxOf } from '#lib/inbox/inbox.server.ts';
import { notToldFirst, notToldRow } from '#lib/inbox/not-told-words.ts';
import { openingInWords, rowInWords } from '#lib/inbox/inbox-words.ts';
import type { InboxRow } from '#lib/inbox/row.ts';
import { agoInWords, asHeading, reviewInWords } from '#lib/inbox/wording.ts';
import { notToldFor } from '#lib/not-told/reading.server.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words } = locals;
  const groups = await inboxOf(ctx);
  const callBacks = await callBacksWaiting(ctx);
  const notTold = await notToldFor(ctx);
  const opened = [...(await emergenciesToDecide(ctx)), ...(await emergenciesToTell(ctx))];
  const count = groups.reduce((sum, { rows }) => sum + rows.length, callBacks.length + opened.length + notTold.length);
  const manages = ctx.actor.kind === 'staff' && ctx.actor.roles.includes('manager') && !ctx.actor.roles.includes('iro');
  // Whoever looks after the team and has no inbox of their own begins with the team's day.
  if (count === 0 && manages) redirect(303, '/staff/morning');
  const [first] = groups.flatMap(({ rows }) => rows);
  const shown = groups.map(({ group, rows }) => ({
    title: asHeading(words.t(`staff:inbox.${group}`)),
    urgent: group === 'unsafe',
    rows: rows.map((row) => rowInWords(words, row, ctx.now))
  }));
  // After what children ask for, before what they sent: somebody was told by which day they are rung.
  const before = groups.filter(({ group }) => group === 'unsafe' || group === 'wrote' || group === 'asked').length;
  const family = callBacks.map((line) => callBackInWords(words, line, ctx.now));
  if (family.length > 0) shown.splice(before, 0, { title: words.t('ring-back:group'), urgent: false, rows: family });
  const untold = notTold.map((line) => notToldRow(words, line, ctx.now));
  if (untold.length > 0) shown.push({ title: words.t('not-told:group'), urgent: false, rows: untold });
  // Somebody else was let in to a child of the reader's, or asks to be: before everything but a child who is not safe.
  const others = opened.map((one) => emergencyRow(words, one, ctx.now));
  const [unsafe] = groups;
  if (others.length > 0)
    shown.splice(unsafe?.group === 'unsafe' ? 1 : 0, 0, {
      title: words.t('break-glass:inbox.group'),
      urgent: false,
      rows: others
    });
  const [waits] = callBacks;
  const [silent] = notTold;
  return {
    say: words.section('staff').inbox,
    sortedFamily: family.length > 0 ? words.t('ring-back:sorted') : null,
    count: words.t('staff:inbox.count', { count }),
    groups: shown,
    first: first
      ? firstInWords(words, first, ctx.now)
      : waits
        ? callBackFirst(words, waits, ctx.now)
        : silent
          ? notToldFirst(words, silent, ctx.now)
          : null,
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
  opening: openingInWords(words, row)
});
