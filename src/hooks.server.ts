import { error, redirect, type Handle, type HandleServerError, type RequestEvent, type ServerInit } from '@sveltejs/kit';
import { randomUUIDv7 } from 'node:crypto';
import type { Actor } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { Refusal } from '#lib/errors.ts';
import { readerOf } from '#lib/home/home.server.ts';
import { onHtml } from '#lib/home/on-html.ts';
import { wordsOf } from '#lib/home/reader-words.ts';
import { openApp, type App as Heard } from '#lib/server/app.ts';
import { readSettings } from '#lib/server/settings.ts';
import { doors, homes, isForAdults, isForWorkers, isForWriting, isKept, isWhileHanded, undeclared } from '#lib/sign-in/areas.ts';
import type { Area, Door, Offered } from '#lib/sign-in/areas.ts';
import { cookieName } from '#lib/sign-in/cookie.ts';
import { blankAllTheSame, endWhatWasLeft, leaveAllTheSame, logNotEnded } from '#lib/sign-in/devices/left.server.ts';
import { answerLate, answerNobody, givenBack, isHanded, wayBackIn } from '#lib/sign-in/devices/late.server.ts';
import { closesByItself } from '#lib/sign-in/devices/locking.ts';
import { recordDamage } from '#lib/audit/damage.server.ts';
import { noteAsides } from '#lib/sign-in/refusals.server.ts';
import { firstLink } from '#lib/sign-in/workers/first.server.ts';
import { browserOf } from '#lib/sign-in/browser.ts';
import { lateWriter, readSession } from '#lib/sign-in/sign-in.server.ts';
import { wroteAsSomebodyElse } from '#lib/sign-in/devices/whose.server.ts';
import { offeredLanguage } from '#locales/languages.ts';
import { wordsFor } from '#locales/words.ts';
import { startJobs } from '#jobs/runner.ts';
import { unreadable } from '#lib/server/http/posted.ts';
import { nobodyWorksYet } from '#lib/server/first-start.ts';
import { log } from '#lib/server/log.ts';
import { serve } from '#lib/server/serving.ts';

let heard: Heard;

/** The start of the web process: every door declared, the database durable, the keys right; or no start at all. */
export const init: ServerInit = async () => {
  const faults = undeclared(await offeredRoutes());
  if (faults.length > 0) throw new Error(`Heard does not start:\n${faults.join('\n')}`);
  heard = await openApp(readSettings());
  serve(heard);
  if (heard.settings.mode === 'live') await sayFirstLink();
  const stopJobs = heard.settings.worker ? startJobs(heard) : () => undefined;
  process.once('sveltekit:shutdown', () => {
    stopJobs();
    return heard.close();
  });
};

/** Where nobody works yet: how the first administrator comes in. On the host's own screen, and nowhere else. */
async function sayFirstLink(): Promise<void> {
  const token = await firstLink(heard.context({ kind: 'job', id: 'start', assurance: 'host' }));
  if (token === null) return;
  process.stdout.write(nobodyWorksYet(`${heard.settings.origin}/sign-in/first/${token}`));
}

/** Every route there is, from its own files: what is offered cannot be forgotten in a list. */
async function offeredRoutes(): Promise<Offered[]> {
  const modules = import.meta.glob('./routes/**/+{page,server,page.server}.{ts,svelte}');
  const offered = new Map<string, { actions: string[]; methods: string[] }>();
  for (const [file, load] of Object.entries(modules)) {
    const route = file.replace('./routes', '').replace(/\/\+[^/]+$/, '') || '/';
    const known = offered.get(route) ?? { actions: [], methods: [] };
    offered.set(route, known);
    if (!file.endsWith('.ts')) continue;
    const found: unknown = await load();
    if (found && typeof found === 'object' && 'actions' in found) known.actions.push(...Object.keys(Object(found.actions)));
    if (file.endsWith('+server.ts')) known.methods.push(...Object.keys(Object(found)).filter((name) => /^[A-Z]+$/.test(name)));
  }
  return [...offered].map(([route, what]) => ({ route, ...what }));
}

const visitor: Actor = { kind: 'visitor', assurance: 'none' };

/** Every answer. Leaving, and the blank page it leads to, want nothing of anybody: they come when nothing else can. */
export const handle: Handle = async (asked) => {
  const { route, request } = asked.event;
  const leaves = route.id === '/leave' && request.method === 'POST';
  try {
    return await answerTo(asked);
  } catch (error) {
    if (!leaves && route.id !== '/blank') throw error;
    logNotEnded(error);
    return leaves ? leaveAllTheSame(asked.event, heard.settings.origin) : blankAllTheSame(noWords().t('sign-in:blank.title'));
  }
};

const answerTo: Handle = async ({ event, resolve }) => {
  const left = await endWhatWasLeft(heard, event.cookies);
  const cookie = left ? undefined : event.cookies.get(cookieName(heard.settings.origin, 'session'));
  const now = heard.clock.now();
  const present = await readSession(heard.database.db, now, cookie, !closesByItself(event.route.id, event.request));
  const late = present ? null : await lateTo(event, now, cookie);
  const actor = present ?? late ?? visitor;
  const ctx = {
    ...heard.context(actor, event.request.headers.get('x-request-id') ?? randomUUIDv7()),
    browser: browserOf(event.request.headers.get('user-agent'))
  };
  const council = await councilSettings(ctx);
  const pseudo = pseudoAsked(event.url);
  const asked = offeredLanguage(
    actor.kind === 'visitor' && !isForWorkers(event.route.id) ? event.url.searchParams.get('lang') : null
  );
  const reader = {
    ...(await readerOf(ctx, { language: asked?.code ?? 'en' })),
    ...(actor.kind === 'visitor' && isForAdults(event.route.id) && { band: 'adult' as const }),
    ...(pseudo && { language: pseudo })
  };
  const words = wordsOf(reader, council);
  event.locals = { ctx, council, reader, words, late: late !== null, refusal: null };
  const door = event.route.id === null ? null : doors[event.route.id];
  // What does not exist here answers exactly as an address nobody ever made.
  if (door && hidden(door.area, actor)) return event.fetch('/not-here');
  if (door && (await asksForNoAction(event, door))) return event.fetch('/not-here');
  const wrote = door && actor.kind !== 'visitor' ? await wroteAsSomebodyElse(ctx, event.request) : null;
  if (wrote) return givenBack(event, wrote, 'changed');
  const writes = door?.area === 'child' || door?.area === 'contributor';
  const unsigned = writes && actor.kind === 'visitor' ? await answerNobody(event, cookie !== undefined) : null;
  if (unsigned) return unsigned;
  if (door && event.route.id !== null) guard(door, actor, { route: event.route.id, came: cookie !== undefined });
  // What a device keeps leads to the page that it keeps too: another site may be out of reach.
  const leaveTo = isKept(event.route.id, event.url) ? '/blank' : council.leaveTo;
  const parts = onHtml(words, reader, { leaveTo, begins: isHanded(actor) && event.route.id === '/me/say' });
  const posted = late && event.request.clone();
  const response = await answered(event, () =>
    resolve(event, {
      // Nothing may stand in the way of the first paint: fonts and scripts come when the browser asks for them.
      preload: () => false,
      transformPageChunk: ({ html }) =>
        html.replace(/%heard\.(lang|dir|band|away|look)%/g, (_, part: string) => parts[part] ?? '')
    })
  );
  // It may save and never read: whatever page the answer would be, they sign in again first.
  const instead = late && posted && (await answerLate(event, { late, posted, response }));
  return instead || finish(response, event.locals, { url: event.url, left });
};

/** Words posted after a visit ran out are saved all the same; only then do they sign in again. */
const lateTo = async ({ request, route, url }: RequestEvent, now: Date, cookie: string | undefined): Promise<Actor | null> =>
  request.method === 'POST' && isForWriting(route.id, url) ? lateWriter(heard.database.db, now, cookie) : null;

/** Whether what was posted asks for an action that is not there; what is no form ends here. Leaving is never refused. */
async function asksForNoAction({ request, url, route, locals }: RequestEvent, door: Door): Promise<boolean> {
  const status = route.id === '/leave' ? null : await unreadable(request, url, door.actions ?? null);
  if (status !== null && status !== 404) error(status, inWords(locals, 'invalid'));
  return status === 404;
}

/** The answer; and on record, whatever came of it, what was refused on the way to it. A full disk stands in nobody's way. */
async function answered({ locals, route }: RequestEvent, resolve: () => Response | Promise<Response>): Promise<Response> {
  const response = await resolve();
  const { ctx, refusal } = locals;
  if (refusal?.problem === 'not-found' && ctx.asides?.length === 0 && ctx.actor.kind !== 'visitor')
    ctx.asides.push({ verb: 'page.see', subject: 'page', subjectId: route.id ?? 'none', childId: null });
  try {
    await noteAsides(ctx);
    await recordDamage(heard.context({ kind: 'job', id: 'damage', assurance: 'host' }));
  } catch (error) {
    log.failure('error', error);
  }
  return response;
}

/** Whoever is reading, the pseudo-language can be looked at in the demo and in tests. */
function pseudoAsked(url: URL): 'qps' | null {
  return heard.settings.mode !== 'live' && url.searchParams.get('lang') === 'qps' ? 'qps' : null;
}

/** Who may come in here. The rooms ask again; this is the door. `came`: this browser has a visit, if only one that is over. */
function guard({ area, setUp }: Door, actor: Actor, { route, came }: { route: string; came: boolean }): void {
  if (isHanded(actor) && !isWhileHanded(route)) redirect(303, '/me/say');
  // Whoever pressed Leave now and goes back was not away, and nothing tells whoever holds the phone now that somebody was.
  if (area === 'child' && actor.kind !== 'child') redirect(303, came ? wayBackIn('child') : '/');
  // "What you wrote is kept" is true of a visit that is over, and of nothing else.
  if (area === 'contributor' && actor.kind !== 'contributor') redirect(303, came ? wayBackIn('contributor') : '/views/in');
  if (area === 'staff' && actor.kind !== 'staff') redirect(303, '/sign-in/staff');
  // A link opens the way to one's passkeys and nothing else.
  if (actor.kind === 'staff' && actor.assurance === 'link' && area === 'staff' && !setUp) redirect(303, '/staff/passkeys');
}

function hidden(area: Area, actor: Actor): boolean {
  const { mode } = heard.settings;
  if (area === 'demo') return mode !== 'demo';
  if (area === 'gallery') return mode === 'live';
  return area === 'signed-in' && actor.kind === 'visitor';
}

/** Pages are never kept; a refusal gets its own status, and a missing sign-in its way there. */
function finish(response: Response, { ctx, reader, refusal }: App.Locals, { url, left }: { url: URL; left: boolean }): Response {
  const headers = new Headers(response.headers);
  headers.set('cache-control', 'private, no-store');
  // What the device kept before somebody said that this child may be watched goes (src/service-worker.ts).
  if (ctx.actor.kind === 'child' && !reader.keeps) headers.set('x-keeps', 'nothing');
  // Whoever left without a signal left before anything could be emptied.
  if (left && !headers.has('clear-site-data')) headers.set('clear-site-data', '"cache", "storage"');
  if (refusal?.problem === 'sign-in-needed')
    return new Response(null, { status: 303, headers: { location: wayBackIn(ctx.actor.kind) } });
  if (refusal?.problem === 'secret-needed')
    return new Response(null, { status: 303, headers: { location: `/sign-in/secret?next=${encodeURIComponent(url.pathname)}` } });
  if (refusal?.problem === 'step-up-needed')
    return new Response(null, { status: 303, headers: { location: `/staff/confirm?next=${encodeURIComponent(url.pathname)}` } });
  return new Response(response.body, { status: refusal?.status ?? response.status, headers });
}

/** Words for an error page. A refusal says what it is; anything else gets a code that is in the log beside its stack. */
export const handleError: HandleServerError = ({ error, event, status }) => {
  const refusal = error instanceof Refusal ? error : null;
  if (refusal) event.locals.refusal = { status: refusal.status, problem: refusal.problem };
  // What came was no form, or no page takes it: not our fault, and not for the log.
  const theirs = status === 404 ? 'not-found' : status < 500 ? 'invalid' : null;
  const problem = refusal?.problem ?? theirs ?? 'unexpected';
  return inWords(event.locals, problem, problem === 'unexpected' ? logUnexpected(error) : '');
};

/** Where nobody could be asked how they read. */
const noWords = () => wordsFor({ language: 'en', values: { product: '' } });

function inWords(locals: Partial<App.Locals>, problem: App.Error['problem'], code = ''): App.Error {
  const words = locals.words ?? noWords();
  const home = homes[locals.ctx?.actor.kind ?? 'visitor'];
  return {
    // All that is left to say it where not even this page can be made (src/error.html).
    message: words.t(`errors:${problem}.title`),
    problem,
    title: words.t(`errors:${problem}.title`),
    text: words.t(`errors:${problem}.text`, { code }),
    action: words.t(`errors:${problem}.action`),
    leave: words.t('common:leave'),
    home
  };
}

/** Class, code and stack frames only: an error's own message may quote what somebody wrote. Returns its id, for the page. */
function logUnexpected(error: unknown): string {
  const id = randomUUIDv7().slice(-8);
  log.failure('unexpected', error, { id });
  return id;
}
