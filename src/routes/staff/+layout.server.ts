import { frameOf } from '#lib/inbox/frame.server.ts';
import type { LayoutServerLoad } from './$types';

/** The frame around every staff page. It guards nothing: the door and the rooms do. */
export const load: LayoutServerLoad = async ({ locals, url }) => ({
  frame: await frameOf(locals.ctx, locals.words, url.pathname)
});
