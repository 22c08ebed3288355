import { givenBack } from '#lib/sign-in/devices/kiosk.server.ts';
import type { PageServerLoad } from './$types';

/** The child's visit on a worker's device is over: whom to give it to, and the worker's way back in. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { name, childId, sent } = await givenBack(locals.ctx, params.id);
  return {
    say: locals.words.section('handed', { name }),
    sent,
    worker: `/sign-in/staff?next=/staff/children/${childId}`
  };
};
