import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { serving } from '#lib/server/serving.ts';
import { goToCouncil } from '#lib/sign-in/council/council-door.server.ts';
import { cookieName, keepCouncil } from '#lib/sign-in/cookie.ts';
import { joinCouncil, leaveCouncil, mayJoin } from '#lib/sign-in/council/oidc.server.ts';
import { beginPasskey, finishPasskey, ownPasskeys, removePasskey } from '#lib/sign-in/workers/own-passkeys.server.ts';
import { removePassphrase } from '#lib/sign-in/workers/passphrases.server.ts';
import { makeRecoveryCodes } from '#lib/sign-in/workers/recovery.server.ts';
import { ownWays } from '#lib/sign-in/workers/ways.server.ts';
import { endedInWords, refusalInWords } from '#lib/sign-in/wording.ts';
import type { Words } from '#locales/words.ts';
import type { Actions, PageServerLoad } from './$types';

/** A worker's own ways to sign in: set up by a link, or changed once they have shown again who they are. */
export const load: PageServerLoad = async ({ locals, url, cookies }) => {
  const { ctx, words, council } = locals;
  // Before anything is typed: they may have to confirm first who they are.
  await allow(ctx, 'passkey.add');
  const { origin, oidc } = serving().settings;
  const ways = await ownWays(ctx);
  const { passkeys, problems } = words.section('sign-in');
  const { keys, signIn } = words.section('ways', { council: council.name, count: ways.passkeys });
  const { left } = words.section('ways', { count: ways.recoveryLeft }).keys;
  return {
    say: { ...passkeys, ...keys, left, going: signIn.going, goNow: signIn.goNow },
    refused: problems['passkey-refused'],
    problem: endedInWords(words, council.name, url.searchParams.get('problem')),
    settingUp: ctx.actor.kind === 'staff' && ctx.actor.assurance === 'link',
    ways,
    council: oidc !== null || ways.council,
    mayJoin: await mayJoin(ctx, cookies.get(cookieName(origin, 'council'))),
    passphrase: council.staffPassphrase === 'on' || ways.passphrase,
    keys: keysInWords(words, await ownPasskeys(ctx)),
    removed: url.searchParams.has('removed')
  };
};

function keysInWords(words: Words, keys: Awaited<ReturnType<typeof ownPasskeys>>) {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'long' });
  const told = (key: string, at: string) => words.t(`sign-in:passkeys.${key}`, { day: day.format(new Date(at)) });
  const { neverUsed } = words.section('sign-in').passkeys;
  return keys.map(({ id, name, madeAt, lastUsedAt }) => ({
    id,
    name,
    made: told('made', madeAt),
    used: lastUsedAt ? told('used', lastUsedAt) : neverUsed,
    remove: words.t('sign-in:passkeys.remove', { name })
  }));
}

export const actions: Actions = {
  /** What the browser is to be asked, as text: the page's script reads it. */
  begin: async ({ locals }) => {
    const { ctx, council } = locals;
    const me = 'id' in ctx.actor ? (await staffCards(ctx, [ctx.actor.id])).get(ctx.actor.id) : undefined;
    const shown = { product: council.product, name: me?.name ?? council.product };
    return { asked: JSON.stringify(await beginPasskey(ctx, serving().settings.origin, shown)) };
  },
  finish: async ({ locals, request }) => {
    const posted = await request.formData();
    const text = (name: string) => String(posted.get(name) ?? '');
    try {
      const answer: unknown = JSON.parse(text('answer'));
      await finishPasskey(locals.ctx, serving().settings.origin, text('challenge'), answer, text('name'));
    } catch (error) {
      if (!(error instanceof SyntaxError) && !(error instanceof Refusal && error.problem === 'invalid')) throw error;
      return fail(400, { problem: locals.words.t('sign-in:problems.passkey-refused') });
    }
    return { added: true };
  },
  codes: async ({ locals }) => ({ codes: await makeRecoveryCodes(locals.ctx) }),
  remove: (event) => removes(event, (posted) => removePasskey(event.locals.ctx, String(posted.get('id') ?? ''))),
  leave: (event) => removes(event, () => leaveCouncil(event.locals.ctx)),
  unset: (event) => removes(event, () => removePassphrase(event.locals.ctx)),
  council: (event) => tried(event, () => goToCouncil(event.locals.ctx, event.cookies, 'join', null)),
  join: (event) =>
    tried(event, async () => {
      const { origin } = serving().settings;
      await joinCouncil(event.locals.ctx, event.cookies.get(cookieName(origin, 'council')));
      keepCouncil(event.cookies, origin, null, 0);
      return { joined: true };
    })
};

async function removes(event: RequestEvent, remove: (posted: FormData) => Promise<void>) {
  return tried(event, async () => {
    await remove(await event.request.formData());
    redirect(303, '/staff/passkeys?removed');
  });
}

async function tried<T>({ locals }: RequestEvent, work: () => Promise<T>) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || !['invalid', 'slow-down'].includes(error.problem)) throw error;
    return fail(error.status, { problem: refusalInWords(locals.words, locals.council.name, error) });
  }
}
