import { record } from '#lib/audit/audit.server.ts';
import { isBand } from '#lib/children/child.ts';
import type { Context } from '#lib/context.ts';
import { deliveryTo } from './delivery.server.ts';
import { isKind, isReaders } from './kinds.ts';
import { keepRequest } from './keeping.server.ts';
import { readers } from './readers.ts';
import type { Asker } from './request.ts';
import * as passing from './passing.store.server.ts';
import type * as store from './store.server.ts';

/**
 * The advocates handed a request back: that an advocate is wanted goes on to whoever has the child (or, where it goes past
 * them, to the managers), as a request of its own
 * without a word of the first, in the transaction of the answer that says why. Once, however often it is handed back.
 */
export async function passOn(ctx: Context, row: store.RequestRow): Promise<void> {
  if (!isKind(row.kind) || (await passing.isFollowed(ctx, row.id))) return;
  const past = isReaders(row.readers) && readers[row.readers].past === true;
  const { readers: goesTo, keptFrom } = await deliveryTo(ctx, row.kind, row.child_id, past ? 'managers' : 'holder', row.id);
  const [requestId, submissionId] = [ctx.ids(), ctx.ids()];
  await keepRequest(ctx, {
    ...{ requestId, submissionId, version: 1, sentAt: ctx.now.toISOString(), digest: '', goesTo, keptFrom },
    ...{ childId: row.child_id, asker: askerOf(row), askerId: row.asker_id, kind: row.kind, said: [] },
    ...{ language: row.language, band: isBand(row.band) ? row.band : 'adult', reviewOn: null, follows: row.id }
  });
  const act = { verb: 'request.pass-on', subject: 'request', subjectId: requestId, childId: row.child_id };
  await record(ctx, { ...act, reason: row.kind });
}

const askerOf = ({ asker }: store.RequestRow): Asker => (asker === 'contributor' || asker === 'staff' ? asker : 'child');
