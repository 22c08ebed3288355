import { readPhoto } from '#lib/attachments/attachments.server.ts';
import type { RequestHandler } from './$types';

/** A photograph of a member of staff, for those who are signed in: a child sees who works for them. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { mediaType, bytes } = await readPhoto(locals.ctx, params.id);
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': mediaType, 'cache-control': 'private, no-store' }
  });
};
