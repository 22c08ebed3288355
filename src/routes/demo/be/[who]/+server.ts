import { redirect, type RequestHandler } from '@sveltejs/kit';
import { serving } from '#lib/server/serving.ts';
import { homes } from '#lib/sign-in/areas.ts';
import { keepVisit } from '#lib/sign-in/cookie.ts';
import { signInForDemo } from '#lib/sign-in/demo.server.ts';

/** Be somebody of the demo, by a plain link. Does not exist anywhere else (decision 11). */
export const GET: RequestHandler = async ({ locals, cookies, params }) => {
  const { settings } = serving();
  const started = await signInForDemo(locals.ctx, settings, params.who ?? '');
  keepVisit(cookies, settings.origin, started);
  redirect(303, homes[started.actor.kind]);
};
