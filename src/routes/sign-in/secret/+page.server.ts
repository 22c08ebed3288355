import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { newCardInWords, restInWords } from '#lib/home/resting.server.ts';
import { serving } from '#lib/server/serving.ts';
import { cookieName, keepDevice, keepVisit } from '#lib/sign-in/cookie.ts';
import { rememberDevice, rememberedFor } from '#lib/sign-in/devices/devices.server.ts';
import { nextPath } from '#lib/sign-in/next.ts';
import { openPicked, sealPicked } from '#lib/sign-in/secrets/pictures.server.ts';
import { isPicture, picturesNeeded } from '#lib/sign-in/secrets/secret.ts';
import { checkSecret, chooseSecret, secretState, type Given } from '#lib/sign-in/secrets/secrets.server.ts';
import { gaveSecretJustNow } from '#lib/sign-in/session.ts';
import type { Actions, PageServerLoad } from './$types';

const home = '/me';

/** One page, one thing to do: choose a secret, give it, or say whose phone this is. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words } = locals;
  const next = nextPath(url.searchParams.get('next'), home);
  const { secret, phone, pictures } = words.section('sign-in');
  const steps = [1, 2, 3, 4].map((number) => words.t('sign-in:secret.step', { number }));
  const state = await secretState(ctx);
  const { kind, mayRemember } = state;
  const newCard = newCardInWords(words, state, ctx.now);
  const base = { say: secret, phone, pictures, steps, next, mayRemember, newCard, rest: null };
  const shared = ctx.actor.kind === 'child' && ctx.actor.device === 'shared';
  if (gaveSecretJustNow(ctx.actor, ctx.now)) {
    if (url.searchParams.has('phone') && shared && mayRemember) return { ...base, todo: 'phone' as const, kind: null };
    redirect(303, next);
  }
  const rest = kind && restInWords(words, state, next);
  if (rest) return { ...base, todo: 'rest' as const, kind, rest };
  if (kind) return { ...base, todo: 'check' as const, kind };
  const asked = url.searchParams.get('with');
  const young = locals.reader.band === '4-7';
  return {
    ...base,
    todo: 'choose' as const,
    kind: asked === 'pictures' || (young && asked !== 'pin') ? ('pictures' as const) : ('pin' as const)
  };
};

export const actions: Actions = {
  choose: (event) => give(event, 'choose'),
  check: (event) => give(event, 'check'),
  later: () => redirect(303, home),
  device: async ({ locals, request, cookies, url }) => {
    const mine = (await request.formData()).get('own') === 'yes';
    if (mine) await remember(locals.ctx, cookies);
    redirect(303, nextPath(url.searchParams.get('next'), home));
  }
};

type Event = RequestEvent;
type Doing = 'choose' | 'check';

async function give(event: Event, doing: Doing) {
  const posted = await event.request.formData();
  const given = await givenBy(event, posted);
  if (!given) return fail(400, {});
  if (given.kind === 'pictures') {
    // Once four are picked: in choosing they are shown for a last look, in checking they are tried.
    if (given.names.length < picturesNeeded)
      return { step: given.names.length, sealed: await sealPicked(event.locals.ctx, given.names) };
    if (doing === 'choose' && !posted.has('keep'))
      return { keep: given.names.filter(isPicture), sealed: await sealPicked(event.locals.ctx, given.names) };
  }
  try {
    const started = doing === 'choose' ? await chooseSecret(event.locals.ctx, given) : await checkSecret(event.locals.ctx, given);
    const { origin } = serving().settings;
    keepVisit(event.cookies, origin, started);
    if (doing === 'check' && posted.get('own') === 'yes')
      await remember({ ...event.locals.ctx, actor: started.actor }, event.cookies);
  } catch (error) {
    return sayWhy(event, error);
  }
  const next = nextPath(event.url.searchParams.get('next'), home);
  redirect(303, doing === 'choose' ? `/sign-in/secret?phone=ask&next=${next}` : next);
}

async function givenBy({ locals }: Event, posted: FormData): Promise<Given | null> {
  if (posted.get('kind') !== 'pictures') return { kind: 'pin', pin: String(posted.get('pin') ?? '').slice(0, 40) };
  const names = await openPicked(locals.ctx, String(posted.get('picked') ?? ''));
  const pick = String(posted.get('pick') ?? '');
  if (!isPicture(pick)) return { kind: 'pictures', names };
  return { kind: 'pictures', names: [...names, pick].slice(0, picturesNeeded) };
}

function sayWhy({ locals }: Event, error: unknown) {
  if (!(error instanceof Refusal) || !['invalid', 'slow-down'].includes(error.problem)) throw error;
  // The page says by itself what has to be done first.
  if (['card-again', 'secret-off'].includes(error.fields.secret ?? '')) return fail(error.status, {});
  const key = error.problem === 'slow-down' ? 'wait' : (error.fields.secret ?? 'wrong-secret');
  return fail(error.status, {
    problem: locals.words.t(`sign-in:problems.${key}`, { count: error.retryAfter ?? 1 })
  });
}

async function remember(ctx: App.Locals['ctx'], cookies: RequestEvent['cookies']): Promise<void> {
  const { origin } = serving().settings;
  const { deviceToken, started } = await rememberDevice(ctx, cookies.get(cookieName(origin, 'device')));
  keepVisit(cookies, origin, started);
  keepDevice(cookies, origin, deviceToken, rememberedFor);
}
