import { redirect, type RequestHandler } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { cookieName, cookieOptions } from '#lib/sign-in/cookie.ts';
import { endSession } from '#lib/sign-in/sign-in.server.ts';

/**
 * Leave now: ends the visit, empties the browser of everything of ours and goes elsewhere, in one press, without
 * scripts too. A phone that is remembered stays so only until here: whoever leaves in a hurry leaves nothing. Whatever
 * the database says, this browser is emptied and goes.
 */
export const POST: RequestHandler = async ({ locals, cookies, request }) => {
  await endSession(locals.ctx).catch(logFailure);
  const { origin } = serving().settings;
  for (const which of ['session', 'device', 'entry'] as const)
    if (cookies.get(cookieName(origin, which))) cookies.delete(cookieName(origin, which), cookieOptions(origin));
  const cleared = { 'clear-site-data': '"cache", "cookies", "storage"' };
  // The script of Leave now has gone elsewhere already and wants no page.
  if (request.headers.get('accept') === 'application/json') return new Response(null, { status: 204, headers: cleared });
  return new Response(null, { status: 303, headers: { ...cleared, location: locals.council.leaveTo } });
};

/** What kind of failure, and nothing of whose visit it was. */
function logFailure(error: unknown): void {
  const name = error instanceof Refusal ? error.problem : error instanceof Error ? error.name : typeof error;
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), kind: 'leave-failed', name })}\n`);
}

/** Somebody came by address: nothing ends by a link, but there is nothing to see here either. */
export const GET: RequestHandler = () => redirect(303, '/blank');
