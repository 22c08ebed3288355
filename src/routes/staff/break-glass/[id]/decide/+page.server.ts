import { fail, redirect, type Actions } from '@sveltejs/kit';
import { approve, refuse } from '#lib/break-glass/deciding.server.ts';
import { namesIn } from '#lib/break-glass/emergency-words.ts';
import { toDecide } from '#lib/break-glass/reading.server.ts';
import { Refusal } from '#lib/errors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { ctx, words } = locals;
  const one = await toDecide(ctx, params.id);
  const names = { ...namesIn(one), count: one.minutes, when: '', until: '' };
  return {
    say: words.section('break-glass', names).decide,
    why: words.section('break-glass', names).one,
    id: one.id,
    reason: one.reason,
    open: one.state === 'asked' && one.mayDecide,
    tooNew: one.tooNew,
    own: one.own
  };
};

/** Somebody else decided in the meantime, it is one's own, or one is too new a manager: the page says which. */
function undecided(error: unknown) {
  if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
  const why = error.fields.emergency;
  return fail(409, { problem: why === 'own' || why === 'new' ? why : ('decided' as const) });
}

export const actions: Actions = {
  approve: async ({ locals, params }) => {
    try {
      await approve(locals.ctx, params.id ?? '');
    } catch (error) {
      return undecided(error);
    }
    redirect(303, `/staff/break-glass/${params.id}`);
  },
  refuse: async ({ locals, params }) => {
    try {
      await refuse(locals.ctx, params.id ?? '');
    } catch (error) {
      return undecided(error);
    }
    redirect(303, '/staff/break-glass');
  }
};
