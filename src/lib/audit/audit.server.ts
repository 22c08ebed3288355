import type { Context } from '#lib/context.ts';
import { appendEntry, headOf, readFrom } from './store.server.ts';

/** One act, as the log keeps it. Nothing personal in clear: ids, a verb, an outcome. */
export type Act = Readonly<{
  verb: string;
  /** What it was done to, e.g. `contribution` and its id. */
  subject: string;
  subjectId: string;
  childId?: string | null;
  outcome?: 'done' | 'refused' | 'failed';
  reason?: string | null;
  /** The cover under which the actor did it. */
  onBehalf?: string | null;
}>;

type Entry = Act & { seq?: number; at: string; actor: string; actorRole: string; requestId: string; assurance: string };

/**
 * Writes one entry to the chain, in the caller's transaction. Each entry's hash covers the one before it, keyed
 * apart from the data keys, so that a thief of the database cannot make a chain that fits (security.md L-02).
 */
export async function record(ctx: Context, act: Act): Promise<void> {
  if (!ctx.db.isTransaction) throw new Error('an audit entry is written in the transaction of what it records');
  const previous = await headOf(ctx);
  const entry: Entry = {
    ...act,
    at: ctx.now.toISOString(),
    actor: 'id' in ctx.actor ? ctx.actor.id : 'visitor',
    actorRole: ctx.actor.kind,
    requestId: ctx.requestId,
    assurance: ctx.actor.assurance
  };
  await appendEntry(ctx, { ...columnsOf(entry), previous, hash: hashOf(ctx, previous, columnsOf(entry)) });
}

const columnsOf = (entry: Entry) => ({
  at: entry.at,
  actor: entry.actor,
  actor_role: entry.actorRole,
  on_behalf: entry.onBehalf ?? null,
  verb: entry.verb,
  subject: entry.subject,
  subject_id: entry.subjectId,
  child_id: entry.childId ?? null,
  outcome: entry.outcome ?? 'done',
  reason: entry.reason ?? null,
  request_id: entry.requestId,
  assurance: entry.assurance,
  detail_sealed: null
});

type Columns = Omit<ReturnType<typeof columnsOf>, 'outcome' | 'detail_sealed'> & { outcome: string };

function hashOf(ctx: Context, previous: Uint8Array, columns: Columns): Buffer {
  const canonical = JSON.stringify([
    columns.at,
    columns.actor,
    columns.actor_role,
    columns.on_behalf,
    columns.verb,
    columns.subject,
    columns.subject_id,
    columns.child_id,
    columns.outcome,
    columns.reason,
    columns.request_id,
    columns.assurance
  ]);
  return ctx.vault.mac('audit', previous, canonical);
}

/** Walks the chain. Returns how many entries fit and, if one does not, its sequence number. */
export async function verifyChain(ctx: Context): Promise<{ entries: number; broken: number | null }> {
  let previous: Uint8Array = Buffer.alloc(32);
  let entries = 0;
  for (let after = 0; ;) {
    const rows = await readFrom(ctx, after, 1000);
    if (rows.length === 0) return { entries, broken: null };
    for (const row of rows) {
      const fits = Buffer.from(row.previous).equals(previous) && Buffer.from(row.hash).equals(hashOf(ctx, previous, row));
      if (!fits) return { entries, broken: row.seq };
      previous = row.hash;
      after = row.seq;
      entries += 1;
    }
  }
}
