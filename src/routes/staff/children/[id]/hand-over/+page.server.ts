import { fail, redirect, type Actions } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { handOver, writeHandOver } from '#lib/introductions/hand-over.server.ts';
import type { PageServerLoad } from './$types';

/** What is said to a child when their IRO changes: by the one who leaves, or a manager. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  const { child, leaving, now, text, by, version } = await handOver(ctx, params.id);
  const name = child;
  const blank = { who: by ?? '', day: '', time: '', way: '', part: '', at: 0, before: '' };
  const manages = ctx.actor.kind === 'staff' && ctx.actor.roles.includes('manager');
  return {
    say: words.section('talk-desk', { ...blank, name, leaving, now: now ?? '' }).handOver,
    started: now !== null,
    text,
    version,
    written: by !== null,
    // A manager need not have the child.
    back: manages ? '/staff/team' : `/staff/children/${params.id}`,
    saved: url.searchParams.has('saved')
  };
};

const whys: Readonly<Record<string, 'empty' | 'changed' | 'tooLong'>> = { empty: 'empty', changed: 'changed' };

export const actions: Actions = {
  save: async ({ locals, params, request }) => {
    const data = await request.formData();
    const [text, version] = [String(data.get('text') ?? ''), String(data.get('version') ?? '')];
    try {
      await writeHandOver(locals.ctx, params.id ?? '', { text, version });
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      return fail(400, { text, why: whys[error.fields['text'] ?? ''] ?? 'tooLong' });
    }
    redirect(303, `/staff/children/${params.id}/hand-over?saved=1`);
  }
};
