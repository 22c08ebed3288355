import type { RequestHandler } from '@sveltejs/kit';
import { outboxState } from '#lib/notify/outbox.server.ts';
import { isAlarm } from '#lib/notify/standing.ts';
import { isReady, isWhole, serving } from '#lib/server/serving.ts';

/** The bare state only; details are for the operator's own commands. Post that stands still takes the service from nobody. */
export const GET: RequestHandler = async () => {
  if (!(await isReady())) return new Response('not ready\n', { status: 503 });
  const but = [
    ...((await isWhole()) ? [] : ['a field does not open']),
    ...((await postStands()) ? ['messages stand still'] : [])
  ];
  return new Response(but.length === 0 ? 'ready\n' : `ready, but ${but.join(' and ')}: heard doctor\n`, { status: 200 });
};

async function postStands(): Promise<boolean> {
  const ctx = serving().context({ kind: 'job', id: 'readyz', assurance: 'host' });
  return isAlarm(await outboxState(ctx), ctx.now);
}
