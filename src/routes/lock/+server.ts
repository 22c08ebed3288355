import { json, type RequestHandler } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { keepVisit } from '#lib/sign-in/cookie.ts';
import { lockVisit } from '#lib/sign-in/devices/lock-visit.server.ts';
import { pathToKeep, writtenIn } from '#lib/sign-in/devices/locking.ts';

/**
 * A page that nobody touched any more closes (static/locking.js): what was being written comes with it. Says where to go.
 * A visit that is over goes to the way in, unless it brings words: those stay in their page (409).
 */
export const POST: RequestHandler = async ({ locals, request, url, cookies }) => {
  const { ctx } = locals;
  const written = writtenIn(await request.formData());
  // Whoever is nobody here any more cannot be kept anything for: the words stay where they were written.
  if (ctx.actor.kind !== 'child' && ctx.actor.kind !== 'contributor')
    return written ? json({ problem: 'sign-in-needed' }, { status: 409 }) : json({ to: '/' });
  try {
    const { to, goesOn } = await lockVisit(ctx, { path: pathToKeep(url.searchParams.get('at')), written });
    if (goesOn) keepVisit(cookies, serving().settings.origin, goesOn);
    return json({ to });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return json({ problem: error.problem }, { status: error.status });
  }
};
