import { redirect, type Actions } from '@sveltejs/kit';
import { notFound } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { cookieName, cookieOptions } from '#lib/sign-in/cookie.ts';
import { giveBack, givenBackAt, handedBy } from '#lib/sign-in/devices/kiosk.server.ts';
import type { PageServerLoad } from './$types';

/** A worker's device goes back to them before anything was sent: asked once, because what was written here ends with it. */
export const load: PageServerLoad = async ({ locals }) => {
  const name = await handedBy(locals.ctx);
  if (name === null) throw notFound();
  return { say: locals.words.section('handed', { name }) };
};

export const actions: Actions = {
  give: async ({ locals, cookies }) => {
    const handoverId = await giveBack(locals.ctx, false);
    const { origin } = serving().settings;
    cookies.delete(cookieName(origin, 'session'), cookieOptions(origin));
    redirect(303, givenBackAt(handoverId, locals.words.language));
  }
};
