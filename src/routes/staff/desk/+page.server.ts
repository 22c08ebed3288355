import { fail, redirect, type Actions } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { deskOf } from '#lib/inbox/inbox.server.ts';
import { deskInWords } from '#lib/inbox/desk-words.ts';
import { takeFromDesk } from '#lib/routing/routing.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words } = locals;
  return { say: words.section('staff').desk, rows: deskInWords(words, await deskOf(ctx), ctx.now) };
};

export const actions: Actions = {
  take: async ({ locals, request }) => {
    try {
      await takeFromDesk(locals.ctx, String((await request.formData()).get('item') ?? ''));
    } catch (error) {
      if (error instanceof Refusal && error.problem === 'invalid') return fail(409, { gone: error.fields.item });
      throw error;
    }
    redirect(303, '/staff?taken=1');
  }
};
