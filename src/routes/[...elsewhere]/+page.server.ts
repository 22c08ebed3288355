import { notFound } from '#lib/errors.ts';
import type { PageServerLoad } from './$types';

/**
 * Every address nobody ever made. As a route of our own it is answered in this process, also when the door sends
 * somebody here who may not know that what they asked for exists (hooks.server.ts).
 */
export const load: PageServerLoad = () => {
  throw notFound();
};
