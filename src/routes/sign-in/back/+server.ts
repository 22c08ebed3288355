import { redirect, type RequestHandler } from '@sveltejs/kit';
import { serving } from '#lib/server/serving.ts';
import { cookieName, keepCouncil, keepVisit } from '#lib/sign-in/cookie.ts';
import { nextPath } from '#lib/sign-in/next.ts';
import { councilSignIn } from '#lib/sign-in/council/council-door.server.ts';
import { comeBack, councilMinutes, type Purpose } from '#lib/sign-in/council/oidc.server.ts';
import { whereNext } from '#lib/sign-in/workers/ways.server.ts';

/** Where each kind of going there began. */
const began: Readonly<Record<Purpose, string>> = {
  'sign-in': '/sign-in/staff',
  join: '/staff/passkeys',
  confirm: '/staff/confirm'
};

/** Somebody comes back from the council's own sign-in: good once, and in the browser that went there. */
export const GET: RequestHandler = async ({ locals, cookies, url }) => {
  const { origin } = serving().settings;
  const council = councilSignIn();
  const token = cookies.get(cookieName(origin, 'council'));
  // The address people use, whatever a proxy made of it.
  const asked = new URL(council.redirectUri);
  asked.search = url.search;
  const came = await comeBack(locals.ctx, council, token, asked);
  if (came.kind === 'to-join') {
    keepCouncil(cookies, origin, came.browserToken, councilMinutes * 60);
    redirect(303, `${began.join}?council`);
  }
  if (token) keepCouncil(cookies, origin, null, 0);
  if (came.kind === 'passkey') redirect(303, `${began[came.purpose]}?second`);
  if (came.kind === 'refused') redirect(303, `${began[came.purpose]}?problem=${came.why}`);
  keepVisit(cookies, origin, came.started);
  redirect(303, await whereNext(locals.ctx, came.started.actor, nextPath(came.next, '/staff')));
};
