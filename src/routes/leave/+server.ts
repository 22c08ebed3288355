import { redirect, type RequestHandler } from '@sveltejs/kit';
import { serving } from '#lib/server/serving.ts';
import { clearsAll, forget, logNotEnded } from '#lib/sign-in/devices/left.server.ts';
import { endSession } from '#lib/sign-in/sign-in.server.ts';

/**
 * Leave now: ends the visit, empties the browser of everything of ours and goes elsewhere, in one press, without
 * scripts too. A phone that is remembered stays so only until here: whoever leaves in a hurry leaves nothing. Whatever
 * the database says, this browser is emptied and goes.
 */
export const POST: RequestHandler = async ({ locals, cookies, request }) => {
  await endSession(locals.ctx).catch(logNotEnded);
  forget(cookies, serving().settings.origin);
  const cleared = { 'clear-site-data': clearsAll };
  // The script of Leave now has gone elsewhere already and wants no page.
  if (request.headers.get('accept') === 'application/json') return new Response(null, { status: 204, headers: cleared });
  return new Response(null, { status: 303, headers: { ...cleared, location: locals.council.leaveTo } });
};

/** Somebody came by address: nothing ends by a link, but there is nothing to see here either. */
export const GET: RequestHandler = () => redirect(303, '/blank');
