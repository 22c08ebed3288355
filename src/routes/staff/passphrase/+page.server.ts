import { fail, redirect } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { beginPassphrase, setPassphrase } from '#lib/sign-in/workers/passphrases.server.ts';
import { squareOf } from '#lib/sign-in/cards/square.ts';
import { refusalInWords } from '#lib/sign-in/wording.ts';
import type { Actions, PageServerLoad } from './$types';

/** Setting up a passphrase with a code app. Does not exist where the council has not switched it on. */
export const load: PageServerLoad = async ({ locals }) => {
  const begun = await beginPassphrase(locals.ctx);
  return { say: locals.words.section('ways').passphrase, ...shown(begun) };
};

type Begun = Awaited<ReturnType<typeof beginPassphrase>>;
const shown = ({ totpId, address, text }: Begun) => ({ totpId, text, square: squareOf(address) });

export const actions: Actions = {
  keep: async ({ locals, request }) => {
    const posted = await request.formData();
    const text = (name: string) => String(posted.get(name) ?? '');
    const totpId = /^[0-9a-f]{32}$/.test(text('totp')) ? text('totp') : '';
    try {
      await setPassphrase(locals.ctx, { totpId, passphrase: text('passphrase'), code: text('code') });
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      // The phone has this one by now: the same square again, if there was one.
      const again = shown(await beginPassphrase(locals.ctx, ...(totpId === '' ? [] : [totpId])));
      return fail(400, { ...again, problem: refusalInWords(locals.words, locals.council.name, error) });
    }
    redirect(303, '/staff/passkeys');
  }
};
