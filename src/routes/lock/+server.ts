import { json, type RequestHandler } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { lockVisit } from '#lib/sign-in/lock-visit.server.ts';
import { pathToKeep, writtenIn } from '#lib/sign-in/locking.ts';

/**
 * A page that nobody touched any more closes (static/locking.js): what was being written comes with it. Says where to go.
 * A visit that is over goes to the way in, unless it brings words: those stay in their page (409).
 */
export const POST: RequestHandler = async ({ locals, request, url }) => {
  const { ctx } = locals;
  const written = writtenIn(await request.formData());
  // Whoever is nobody here any more cannot be kept anything for: the words stay where they were written.
  if (ctx.actor.kind !== 'child' && ctx.actor.kind !== 'contributor')
    return written ? json({ problem: 'sign-in-needed' }, { status: 409 }) : json({ to: '/' });
  try {
    return json({ to: await lockVisit(ctx, { path: pathToKeep(url.searchParams.get('at')), written }) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return json({ problem: error.problem }, { status: error.status });
  }
};
