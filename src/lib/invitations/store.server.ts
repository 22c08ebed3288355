import type { Insertable, Updateable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type InvitationRow = Tables['invitations'];

export const invitationById = (ctx: Context, id: string): Promise<InvitationRow | undefined> =>
  ctx.db.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst();

/** Every invitation about this child, the newest first. */
export const invitationsAbout = (ctx: Context, childId: string): Promise<InvitationRow[]> =>
  ctx.db
    .selectFrom('invitations')
    .selectAll()
    .where('child_id', '=', childId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .execute();

export const insertInvitation = (ctx: Context, row: Insertable<Tables['invitations']>) =>
  ctx.db.insertInto('invitations').values(row).execute();

export const changeInvitation = (ctx: Context, id: string, set: Updateable<Tables['invitations']>) =>
  ctx.db
    .updateTable('invitations')
    .set({ ...set, changed_at: ctx.now.toISOString() })
    .where('id', '=', id)
    .execute();
