import { redirect, type RequestHandler } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { homes } from '#lib/sign-in/areas.ts';
import { cookieName, cookieOptions, keepVisit } from '#lib/sign-in/cookie.ts';
import { signInForDemo } from '#lib/sign-in/demo.server.ts';
import { endSession } from '#lib/sign-in/sign-in.server.ts';

/**
 * Be somebody of the demo, by a plain link. Does not exist anywhere else (decision 11). Whoever cannot come in is led to the
 * way in, as when they try it for real.
 */
export const GET: RequestHandler = async ({ locals, cookies, params, fetch }) => {
  const { settings } = serving();
  const started = await signInForDemo(locals.ctx, settings, params.who ?? '').catch(orNobody);
  if (started === 'nobody') return fetch('/not-here');
  if (!started) {
    // Whoever this browser was before is nobody's way in for them.
    await endSession(locals.ctx);
    cookies.delete(cookieName(settings.origin, 'session'), cookieOptions(settings.origin));
    redirect(303, '/views/in?away=1');
  }
  keepVisit(cookies, settings.origin, started);
  redirect(303, homes[started.actor.kind]);
};

/** A name that nobody has answers with the page of an address that is not there: an endpoint's own error has no page. */
function orNobody(error: unknown): 'nobody' {
  if (error instanceof Refusal && error.problem === 'not-found') return 'nobody';
  throw error;
}
