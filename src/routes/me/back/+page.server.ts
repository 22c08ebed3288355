import { redirect, type Actions } from '@sveltejs/kit';
import { notFound } from '#lib/errors.ts';
import { giveBack, handedBy } from '#lib/sign-in/kiosk.server.ts';
import { givenBackAt } from '../check/sent.server.ts';
import type { PageServerLoad } from './$types';

/** A worker's device goes back to them before anything was sent: asked once, because what was written here ends with it. */
export const load: PageServerLoad = async ({ locals }) => {
  const name = await handedBy(locals.ctx);
  if (name === null) throw notFound();
  return { say: locals.words.section('handed', { name }) };
};

export const actions: Actions = {
  give: async ({ locals, cookies }) =>
    redirect(303, givenBackAt(await giveBack(locals.ctx, false), locals.words.language, cookies))
};
