import { fail, redirect, type Actions } from '@sveltejs/kit';
import { dayOf, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { beforeAbsence } from '#lib/inbox/absence-look.server.ts';
import { agreementOf } from '#lib/inbox/absence-look.ts';
import { asChoices, awayInWords, beforeInWords, problemsInWords } from '#lib/inbox/cover-words.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { absences, endAbsence, enterAbsence, mayBeAway, mayStandIn, type NewAbsence } from '#lib/routing/absences.server.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

/** Who is away, who stands in, and putting either down: of oneself, or as a manager of anybody. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words } = locals;
  const [rows, standIns, everybody] = [await absences(ctx), await mayStandIn(ctx), await mayBeAway(ctx)];
  const me = ctx.actor.kind === 'staff' ? ctx.actor.id : '';
  const manages = ctx.actor.kind === 'staff' && ctx.actor.roles.includes('manager');
  const cards = await staffCards(ctx, [
    ...[...standIns, ...everybody],
    ...rows.flatMap(({ staffId, coverId }) => [staffId, coverId])
  ]);
  const nameOf = (id: string) => cards.get(id)?.name ?? '';
  return {
    say: words.section('cover'),
    manages,
    rows: rows.map(({ id, staffId, coverId, fromAt, toAt, mayEnd }) => ({
      id,
      line: words.t('cover:row', { name: nameOf(staffId), cover: nameOf(coverId) }),
      days: words.t('cover:days', awayInWords(words, { fromAt, toAt }, ctx.now)),
      end: mayEnd ? words.t(endKey(fromAt > ctx.now.toISOString(), staffId === me)) : null
    })),
    whoIsAway: asChoices(cards, everybody),
    standIns: asChoices(
      cards,
      standIns.filter((id) => manages || id !== me)
    ),
    today: dayOf(ctx.now),
    done: url.searchParams.get('done')
  };
};

const endKey = (toCome: boolean, own: boolean): string => {
  if (toCome) return 'cover:cancel';
  return own ? 'cover:endOwn' : 'cover:end';
};

/** What is to be looked at before this is saved, and what says that it was; null: nothing. */
async function toLookAt(ctx: Context, words: Words, absence: NewAbsence) {
  const before = await beforeAbsence(ctx, absence);
  const agreed = agreementOf(absence, before);
  if (agreed === '') return null;
  const { staffId, coverId } = absence;
  const cards = await staffCards(ctx, [staffId, coverId, ...before.standsInFor.map((one) => one.staffId)]);
  const nameOf = (id: string) => cards.get(id)?.name ?? '';
  return { agreed, lines: beforeInWords(words, before, { staffId, coverId, nameOf }, ctx.now) };
}

export const actions: Actions = {
  enter: async ({ locals, request }) => {
    const { ctx, words } = locals;
    const posted = await request.formData();
    const said = (field: string) => String(posted.get(field) ?? '');
    const typed = { staffId: said('staffId'), coverId: said('coverId'), fromOn: said('fromOn'), toOn: said('toOn') };
    const me = ctx.actor.kind === 'staff' ? ctx.actor.id : '';
    const absence = { ...typed, staffId: posted.has('staffId') ? typed.staffId : me };
    try {
      const before = await toLookAt(ctx, words, absence);
      if (before && before.agreed !== said('agreed')) return fail(409, { ...typed, before });
      await enterAbsence(ctx, absence);
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      return fail(400, { ...typed, problems: problemsInWords(words, error.fields) });
    }
    redirect(303, '/staff/cover?done=saved');
  },
  end: async ({ locals, request }) => {
    await endAbsence(locals.ctx, String((await request.formData()).get('absence') ?? ''));
    redirect(303, '/staff/cover?done=ended');
  }
};
