import { redirect, type Actions } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Where somebody comes in again: a child, whoever was asked about one, or the worker whose device it is. */
const waysIn = ['/', '/views/in', '/sign-in/staff'] as const;

/** Why it is given back and not kept. */
const whys = ['changed', 'late', 'out'] as const;

export const load: PageServerLoad = ({ locals, request }) => {
  // There is nothing here but what was posted (src/hooks.server.ts).
  if (request.method !== 'POST') redirect(303, '/');
  const { changed, late, out } = locals.words.section('errors', { code: '' });
  return { say: { changed, late, out } };
};

export const actions: Actions = {
  default: async ({ request }) => {
    const data = await request.formData();
    return {
      wrote: data.getAll('wrote').map(String),
      why: whys.find((why) => why === data.get('why')) ?? whys[0],
      wayIn: waysIn.find((way) => way === data.get('wayIn')) ?? waysIn[0]
    };
  }
};
