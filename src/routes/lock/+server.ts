import { json, type RequestHandler } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { lockVisit } from '#lib/sign-in/lock-visit.server.ts';
import { pathToKeep, writtenIn } from '#lib/sign-in/locking.ts';

/**
 * A page that nobody touched any more closes (static/locking.js): what was being written comes with it. Says where to go.
 * A visit that is over goes to the way in.
 */
export const POST: RequestHandler = async ({ locals, request, url }) => {
  const { ctx } = locals;
  if (ctx.actor.kind !== 'child' && ctx.actor.kind !== 'contributor') return json({ to: '/' });
  const written = writtenIn(await request.formData());
  try {
    return json({ to: await lockVisit(ctx, { path: pathToKeep(url.searchParams.get('at')), written }) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return json({ problem: error.problem }, { status: error.status });
  }
};
