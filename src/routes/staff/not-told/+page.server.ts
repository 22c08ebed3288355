import { fail, redirect } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { notToldInWords } from '#lib/inbox/not-told-words.ts';
import { endByHand, putRestAside } from '#lib/not-told/ending.server.ts';
import { openNotTold } from '#lib/not-told/reading.server.ts';
import { outboxState } from '#lib/notify/outbox.server.ts';
import { isAlarm } from '#lib/notify/standing.ts';
import { didAboutIt } from '#lib/not-told/not-told.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who could not be told, of those whom the reader looks after; and, for those who look after post, what to do about it. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words } = locals;
  const lines = (await openNotTold(ctx)).map((line) => notToldInWords(words, line, ctx.now));
  const roles = ctx.actor.kind === 'staff' ? ctx.actor.roles : [];
  const sees = roles.includes('admin') || roles.includes('manager');
  const post = sees ? await outboxState(ctx) : null;
  return {
    say: words.section('not-told', { count: 0 }),
    lines,
    did: didAboutIt,
    ended: url.searchParams.has('ended'),
    // What to do about post is for whoever sees that it stands still.
    post: post && { still: isAlarm(post, ctx.now), given: post.dead > 0 }
  };
};

export const actions: Actions = {
  end: async ({ locals, request }) => {
    const posted = await request.formData();
    try {
      await endByHand(locals.ctx, String(posted.get('id') ?? ''), String(posted.get('outcome') ?? ''));
    } catch (error) {
      if (error instanceof Refusal && error.problem === 'invalid') return fail(400, { problem: true });
      throw error;
    }
    redirect(303, '/staff/not-told?ended=1');
  },
  aside: async ({ locals }) => {
    await putRestAside(locals.ctx);
    redirect(303, '/staff/not-told?ended=1');
  }
};
