import { assuranceSent, dayOf, type Context } from '#lib/context.ts';
import type { Band } from '#lib/journeys/form.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { addItem } from '#lib/routing/items.server.ts';
import type { RequestKind } from './kinds.ts';
import { promisedBy } from './promise.ts';
import { readers } from './readers.ts';
import type { Asker, Readers, RequestReceipt, SaidTo } from './request.ts';
import * as store from './store.server.ts';

/** One version of something that was asked, ready to be kept. */
export type ToKeep = RequestReceipt &
  Readonly<{
    submissionId: string;
    digest: string;
    childId: string;
    asker: Asker;
    /** The adult who asks; null for the child. */
    askerId: string | null;
    kind: RequestKind;
    goesTo: Readers;
    /** Who never gets it: past whom it goes. */
    keptFrom: readonly string[];
    /** The request it comes of. */
    follows?: string;
    said: readonly SaidTo[];
    language: string;
    band: Band | 'adult';
    /** The day of the child's next review, which an answer must not miss. */
    reviewOn: string | null;
  }>;

/** Keeps it, with the items of everybody it is for, in the transaction of the verb that may. For this room's verbs. */
export async function keepRequest(ctx: Context, given: ToKeep): Promise<void> {
  const { requestId, childId, goesTo } = given;
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'private');
  const answerBy = promisedBy(given.kind, dayOf(ctx.now), given.reviewOn);
  await store.insertRequest(ctx, {
    id: requestId,
    submission_id: given.submissionId,
    version: given.version,
    digest: given.digest,
    child_id: childId,
    asker: given.asker,
    asker_id: given.askerId,
    kind: given.kind,
    readers: goesTo,
    body_sealed: safe.seal('requests', 'body_sealed', requestId, 1, JSON.stringify(given.said)),
    rev: 1,
    assurance: assuranceSent(ctx.actor),
    session_id: 'sessionId' in ctx.actor ? ctx.actor.sessionId : '',
    language: given.language,
    band: given.band,
    sent_at: given.sentAt,
    answer_by: answerBy,
    taken_back_at: null,
    reminders: 0,
    follows: given.follows ?? null
  });
  for (const kind of readers[goesTo].items)
    await addItem(ctx, { kind, subject: 'request', subjectId: requestId, childId, neededBy: answerBy, keptFrom: given.keptFrom });
  const service = readers[goesTo].writesTo;
  if (service) await enqueue(ctx, { kind: 'ring-us', dedupeKey: `ring-us:${requestId}`, service });
}
