import type { Context } from '#lib/context.ts';
import { looksOf } from './store.server.ts';

/** One look of a worker at one child, as the record has it. */
export type LookEntry = Readonly<{
  at: string;
  actor: string;
  verb: string;
  subject: string;
  subjectId: string;
  /** The cover or break-glass under which they looked. */
  onBehalf: string | null;
}>;

const MOST = 500;

/** The looks of workers at this child, the newest first. Asks no permission: its callers are verbs. */
export async function looksAt(ctx: Context, childId: string, verbs: readonly string[]): Promise<LookEntry[]> {
  const rows = await looksOf(ctx, childId, verbs, MOST);
  return rows.map(({ subject_id, on_behalf, ...row }) => ({ ...row, subjectId: subject_id, onBehalf: on_behalf }));
}
