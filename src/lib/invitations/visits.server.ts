import { record } from '#lib/audit/audit.server.ts';
import { dayOf, type Context, type EntryWay } from '#lib/context.ts';
import { invitationNow } from '#lib/relations.server.ts';
import { startContributorSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import * as entry from './entry.store.server.ts';
import * as store from './store.server.ts';

/* For the verbs that let somebody in, in their transaction. */

/** Whether this invitation lets its person in now, by this way: not withdrawn, not excluded, and the newest word on them. */
export async function opens(ctx: Context, row: store.InvitationRow, way: string): Promise<boolean> {
  return row.way === way && (await invitationNow(ctx.db, row.contact_id, ctx.now))?.id === row.id;
}

/** Opens the visit of whoever was asked by this invitation; their first is kept. */
export async function openVisit(ctx: Context, row: store.InvitationRow, way: EntryWay): Promise<Started> {
  const first = row.opened_at === null;
  if (first) await store.changeInvitation(ctx, row.id, { opened_at: ctx.now.toISOString() });
  await record(ctx, {
    verb: 'entry.use',
    subject: 'invitation',
    subjectId: row.id,
    childId: row.child_id,
    reason: first ? 'first-use' : null
  });
  return startContributorSession(ctx, { contactId: row.contact_id, childId: row.child_id, assurance: way });
}

/**
 * The invitations an address or number opens by itself, the newest first. None about a child around whom two people share
 * it: it cannot be told which of them came.
 */
export async function byAddress(ctx: Context, reachIndex: string | null, way: string): Promise<store.InvitationRow[]> {
  const rows = reachIndex === null ? [] : await entry.invitationsTo(ctx, reachIndex, way, dayOf(ctx.now));
  const people = (childId: string) => new Set(rows.filter((row) => row.child_id === childId).map((row) => row.contact_id)).size;
  const found: store.InvitationRow[] = [];
  for (const row of rows) if (people(row.child_id) === 1 && (await opens(ctx, row, way))) found.push(row);
  return found;
}
