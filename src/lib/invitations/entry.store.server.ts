import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { isPostgres } from '#lib/server/database/dialects/locks.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type LetterRow = Tables['letters'];
export type EntryCodeRow = Tables['entry_codes'];
export type SendingRow = Tables['invitation_sendings'];

/* Sendings */

export const insertSending = (ctx: Context, row: Insertable<SendingRow>) =>
  ctx.db.insertInto('invitation_sendings').values(row).execute();

export const sendingById = (ctx: Context, id: string): Promise<SendingRow | undefined> =>
  ctx.db.selectFrom('invitation_sendings').selectAll().where('id', '=', id).executeTakeFirst();

/* Letters */

export const insertLetter = (ctx: Context, row: Insertable<LetterRow>) => ctx.db.insertInto('letters').values(row).execute();

export const letterById = (ctx: Context, id: string): Promise<LetterRow | undefined> =>
  ctx.db.selectFrom('letters').selectAll().where('id', '=', id).executeTakeFirst();

export const lettersBy = (ctx: Context, selectorIndex: string): Promise<LetterRow[]> =>
  ctx.db.selectFrom('letters').selectAll().where('selector_index', '=', selectorIndex).orderBy('id').execute();

export const endLetters = (ctx: Context, invitationId: string) =>
  ctx.db
    .updateTable('letters')
    .set({ ended_at: ctx.now.toISOString() })
    .where('invitation_id', '=', invitationId)
    .where('ended_at', 'is', null)
    .execute();

export const noteFirstUse = (ctx: Context, letterId: string) =>
  ctx.db
    .updateTable('letters')
    .set({ first_used_at: ctx.now.toISOString() })
    .where('id', '=', letterId)
    .where('first_used_at', 'is', null)
    .execute();

/* Codes */

export const insertCode = (ctx: Context, row: Insertable<EntryCodeRow>) => ctx.db.insertInto('entry_codes').values(row).execute();

export const codeById = (ctx: Context, id: string): Promise<EntryCodeRow | undefined> =>
  ctx.db.selectFrom('entry_codes').selectAll().where('id', '=', id).executeTakeFirst();

/** The code this browser may use now. Held until the transaction ends, so that two tries at once are two tries. */
export async function openCodeIn(ctx: Context, browserHash: string, tries: number): Promise<EntryCodeRow | undefined> {
  const query = ctx.db
    .selectFrom('entry_codes')
    .selectAll()
    .where('browser_hash', '=', browserHash)
    .where('used_at', 'is', null)
    .where('ends_at', '>', ctx.now.toISOString())
    .where('tries', '<', tries)
    .orderBy('id', 'desc');
  return (ctx.db.isTransaction && isPostgres(ctx.db) ? query.forUpdate() : query).executeTakeFirst();
}

/** Codes that are still open end: those of this browser, or those of this invitation. */
export const endCodes = (ctx: Context, of: { browser_hash: string } | { invitation_id: string }) => {
  const [column, value] =
    'browser_hash' in of ? (['browser_hash', of.browser_hash] as const) : (['invitation_id', of.invitation_id] as const);
  return ctx.db
    .updateTable('entry_codes')
    .set({ ends_at: ctx.now.toISOString() })
    .where(column, '=', value)
    .where('used_at', 'is', null)
    .where('ends_at', '>', ctx.now.toISOString())
    .execute();
};

export const countTry = (ctx: Context, id: string, tries: number) =>
  ctx.db.updateTable('entry_codes').set({ tries }).where('id', '=', id).execute();

export const spendCode = (ctx: Context, id: string) =>
  ctx.db.updateTable('entry_codes').set({ used_at: ctx.now.toISOString() }).where('id', '=', id).execute();

export const clearCodes = (ctx: Context, before: string) =>
  ctx.db.deleteFrom('entry_codes').where('ends_at', '<=', before).execute();

/* Who may come in by an address */

/** Every invitation sent to this address or number that was not withdrawn, of somebody who is around the child today. */
export const invitationsTo = (ctx: Context, reachIndex: string, way: string, today: string) =>
  ctx.db
    .selectFrom('invitations')
    .innerJoin('contacts', 'contacts.id', 'invitations.contact_id')
    .selectAll('invitations')
    .where('reach_index', '=', reachIndex)
    .where('way', '=', way)
    .where('withdrawn_at', 'is', null)
    .where((is) => is.or([is('contacts.ended_on', 'is', null), is('contacts.ended_on', '>', today)]))
    .orderBy('invitations.made_at', 'desc')
    .orderBy('invitations.id', 'desc')
    .execute();
