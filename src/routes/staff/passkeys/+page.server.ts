import { fail } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { serving } from '#lib/server/serving.ts';
import { beginPasskey, finishPasskey, ownPasskeys, removePasskey } from '#lib/sign-in/own-passkeys.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words } = locals;
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'long' });
  const told = (key: string, at: string) => words.t(`sign-in:passkeys.${key}`, { day: day.format(new Date(at)) });
  const { passkeys, problems } = words.section('sign-in');
  return {
    say: passkeys,
    refused: problems['passkey-refused'],
    keys: (await ownPasskeys(ctx)).map(({ id, name, madeAt, lastUsedAt }) => ({
      id,
      name,
      made: told('made', madeAt),
      used: lastUsedAt ? told('used', lastUsedAt) : passkeys.neverUsed,
      remove: words.t('sign-in:passkeys.remove', { name })
    }))
  };
};

export const actions: Actions = {
  /** What the browser is to be asked, as text: the page's script reads it. */
  begin: async ({ locals }) => {
    const { ctx, council } = locals;
    const me = 'id' in ctx.actor ? (await staffCards(ctx, [ctx.actor.id])).get(ctx.actor.id) : undefined;
    return {
      asked: JSON.stringify(
        await beginPasskey(ctx, serving().settings.origin, {
          product: council.product,
          name: me?.name ?? council.product
        })
      )
    };
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
  remove: async ({ locals, request }) => {
    await removePasskey(locals.ctx, String((await request.formData()).get('id') ?? ''));
    return { removed: true };
  }
};
