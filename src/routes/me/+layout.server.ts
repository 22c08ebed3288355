import { handedBy } from '#lib/sign-in/devices/kiosk.server.ts';
import type { LayoutServerLoad } from './$types';

/** On a worker's own device: whom to give it back to. It guards nothing: the door and the rooms do. */
export const load: LayoutServerLoad = async ({ locals }) => {
  const name = await handedBy(locals.ctx);
  return { handed: name === null ? null : locals.words.t('handed:give', { name }) };
};
