import type { RequestEvent } from '@sveltejs/kit';
import type { Actor } from '#lib/context.ts';
import { isForWriting, isGivenBack } from '#lib/sign-in/areas.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { keepLate } from './lock-visit.server.ts';
import { isWritten, writtenIn } from './locking.ts';
import { isSentAt, type Away } from './away.ts';
import { formOf } from './whose.server.ts';

/* What somebody posts whose visit is over: it is taken, and then they sign in again (src/hooks.server.ts). */

/** `response`: what the page would have answered. */
type CameLate = Readonly<{ late: Actor; posted: Request; response: Response }>;

/**
 * They sign in again; what was not taken is there when they come back, or given back at once. Null: what a script asked by
 * itself is answered as it is.
 */
export async function answerLate(event: RequestEvent, { late, posted, response }: CameLate): Promise<Response | null> {
  if (response.headers.get('content-type')?.includes('json')) return ledLate(event, late, response);
  const to = response.headers.get('location');
  const lost = to === null ? await notKept(event, posted) : [];
  if (lost.length > 0) return givenBack(event, lost, 'late', isHanded(late));
  return withCookiesOf(response, new Response(null, { status: 303, headers: { location: afterLate(event, late, to) } }));
}

/** What the page wanted the browser to forget, or to keep, it is told all the same. */
function withCookiesOf(from: Response, to: Response): Response {
  for (const cookie of from.headers.getSetCookie()) to.headers.append('set-cookie', cookie);
  return to;
}

/** A script reads in the answer where to go. What was not taken it posts again, as a page does (static/sending.js). */
async function ledLate(event: RequestEvent, late: Actor, response: Response): Promise<Response | null> {
  const said: unknown = await response.clone().json();
  if (typeof said !== 'object' || said === null || !('location' in said) || typeof said.location !== 'string') return null;
  const location = afterLate(event, late, said.location);
  return withCookiesOf(response, Response.json({ ...said, location }, { headers: { 'cache-control': 'private, no-store' } }));
}

/** Keeps what was not taken. Returns the words that no page would show again, or for which there is no room. */
async function notKept({ locals, route, url }: RequestEvent, posted: Request): Promise<readonly string[]> {
  const data = await formOf(posted);
  const written = data && writtenIn(data);
  if (!written) return [];
  if (isGivenBack(route.id) && (await keepLate(locals.ctx, { path: url.pathname, written }))) return [];
  return lettersOf(written);
}

/**
 * Something written, posted when nobody is signed in any more. A script keeps it in its page, which tries again by itself. A
 * page gets it back to be copied while the browser still holds a visit (`came`), if only one that was ended. Null: nothing was
 * written, or whoever was here left: what a browser posts again for whoever holds the phone next shows nothing (decision 12).
 */
export async function answerNobody(event: RequestEvent, came: boolean): Promise<Response | null> {
  const { request, route, url } = event;
  if (!isForWriting(route.id, url)) return null;
  const data = await formOf(request.clone());
  const lost = lettersOf((data && writtenIn(data)) ?? []);
  if (lost.length === 0) return null;
  if (request.headers.has('x-sveltekit-action')) return Response.json({ type: 'out' }, { status: 409 });
  return came ? givenBack(event, lost, 'out') : null;
}

/** A word alone cannot be told from something chosen: rather too much is given back than that word lost. */
const lettersOf = (written: readonly (readonly [string, string])[]): readonly string[] =>
  written.flatMap(([name, value]) => (isWritten(name) && /\p{L}/u.test(value) ? [value] : []));

/**
 * What is kept for nobody is given back, to be copied: it was written in a page of whoever used this browser before
 * (`changed`), came `late` and nobody could find it again, or came when their visit had been ended (`out`).
 */
export async function givenBack(
  { fetch, url, route, locals }: RequestEvent,
  wrote: readonly string[],
  why: 'changed' | 'late' | 'out',
  handed = false
): Promise<Response> {
  const body = new URLSearchParams(wrote.map((words) => ['wrote', words]));
  body.set('why', why);
  body.set('wayIn', handed ? '/sign-in/staff' : route.id?.startsWith('/views') ? '/views/in' : '/');
  // Whose visit is over is a visitor there: it is said in their language all the same.
  const page = await fetch(`/changed?lang=${locals.words.language}`, {
    method: 'POST',
    body,
    headers: { origin: url.origin, accept: 'text/html' }
  });
  return new Response(page.body, { status: 409, headers: page.headers });
}

/** A child holds a worker's own device. */
export const isHanded = (actor: Actor): boolean => actor.kind === 'child' && actor.device === 'handed';

/**
 * Where somebody goes whose words came late, told there what became of them. That a worker's device goes back to them is said
 * to whoever holds it.
 */
function afterLate({ route, locals }: RequestEvent, late: Actor, to: string | null): string {
  if (!isHanded(late)) return wayBackIn(late.kind, becameOf(route.id, late, to), locals.words.language);
  return to?.startsWith('/given/') ? to : '/sign-in/staff';
}

/**
 * Where somebody looks at the phone, what was sent is told as little as a visit that ran out with nothing in it. What was not
 * is told there too: to believe that it went is the greater danger.
 */
function becameOf(route: string | null, late: Actor, to: string | null): Away {
  if (to === null) return isGivenBack(route) || route === '/me/check' ? 'unsent' : '1';
  return isSentAt(to) && mayShowThatHeard(late) ? 'sent' : '1';
}

/** Where somebody signs in whose visit is over; in their `language` where it is told there what became of what they posted. */
export function wayBackIn(kind: Actor['kind'], became: Away = '1', language = 'en'): string {
  const lang = became === '1' || language === 'en' ? '' : `&lang=${language}`;
  return `${kind === 'contributor' ? '/views/in' : '/'}?away=${became}${lang}`;
}
