import type { RequestHandler } from '@sveltejs/kit';
import { isReady, isWhole } from '#lib/server/serving.ts';

/** The bare state only; details are for the operator's own commands. */
export const GET: RequestHandler = async () =>
  (await isReady())
    ? new Response((await isWhole()) ? 'ready\n' : 'ready, but a field does not open: heard doctor\n', { status: 200 })
    : new Response('not ready\n', { status: 503 });
