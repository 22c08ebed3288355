import { fail, redirect, type Actions } from '@sveltejs/kit';
import { takeOver, worryToTake } from '#lib/break-glass/asking.server.ts';
import { Refusal } from '#lib/errors.ts';
import { shortName } from '#lib/inbox/wording.ts';
import type { PageServerLoad } from './$types';

const blank = { asker: '', approver: '', when: '', until: '', count: 0 };

export const load: PageServerLoad = async ({ locals, params }) => {
  const child = await worryToTake(locals.ctx, params.id);
  const say = locals.words.section('break-glass', { ...blank, child: shortName(child) });
  return { say: say.worry, problems: say.ask.problems.reason, hint: say.ask.reasonHint, id: params.id };
};

export const actions: Actions = {
  take: async ({ locals, params, request }) => {
    const reason = String((await request.formData()).get('reason') ?? '');
    try {
      await takeOver(locals.ctx, params.id ?? '', reason);
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      return fail(400, { reason, problem: error.fields.reason === 'too-long' ? ('too-long' as const) : ('too-short' as const) });
    }
    redirect(303, `/staff/requests/${params.id}`);
  }
};
