import { dayOf } from '#lib/context.ts';
import { morningInWords } from '#lib/inbox/morning-words.ts';
import { morningOf } from '#lib/inbox/morning.server.ts';
import { needsHeading, needsInWords } from '#lib/inbox/needs-words.ts';
import { coversInWords } from '#lib/inbox/team-words.ts';
import { teamCovers } from '#lib/inbox/team.server.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { onDutyNow } from '#lib/routing/rota.server.ts';
import { asHeading } from '#lib/inbox/wording.ts';
import { dayInWords, listInWords, timeInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';

/** The manager's morning: does everything have a reader, what waits too long, who is away. */
export const load: PageServerLoad = async ({ locals, parent }) => {
  const { ctx, words } = locals;
  const found = await morningOf(ctx);
  const said = morningInWords(words, found, ctx.now);
  const onDuty = await onDutyNow(ctx);
  const cards = await staffCards(
    ctx,
    onDuty.map(({ staffId }) => staffId)
  );
  const names = onDuty.map(({ staffId }) => cards.get(staffId)?.name ?? '');
  const desk = (await parent()).frame.ways.some(({ href }) => href === '/staff/desk');
  const needs = needsInWords(words, found.needs, ctx.now, desk);
  return {
    ...said,
    say: words.section('morning', { count: 0 }),
    byIroTitle: asHeading(words.t('morning:byIro')),
    now: `${dayInWords(words.language, dayOf(ctx.now), ctx.now)}, ${timeInWords(words.language, ctx.now)}`,
    heading: needsHeading(words, needs),
    needs,
    covers: coversInWords(words, await teamCovers(ctx), ctx.now),
    duty:
      names.length === 0 ? words.t('morning:dutyNone') : words.t('morning:duty', { names: listInWords(words.language, names) }),
    desk
  };
};
