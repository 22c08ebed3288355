import type { RequestHandler } from '@sveltejs/kit';
import { serving } from '#lib/server/serving.ts';

/** Ready: the database answers and keeps what it acknowledges. The bare state only; details are for the operator's own commands. */
export const GET: RequestHandler = async () => {
  const { database } = serving();
  try {
    await database.db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
    const faults = await database.faults();
    return new Response(faults.length === 0 ? 'ready\n' : 'not ready\n', { status: faults.length === 0 ? 200 : 503 });
  } catch {
    return new Response('not ready\n', { status: 503 });
  }
};
