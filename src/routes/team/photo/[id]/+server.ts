import { openPhoto } from '#lib/people/open.server.ts';
import type { RequestHandler } from './$types';

/** A photograph of somebody who agreed to be shown to anybody. Every other id is not there. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { mediaType, bytes } = await openPhoto(locals.ctx, params.id);
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': mediaType, 'cache-control': 'private, no-store' }
  });
};
