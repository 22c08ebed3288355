import * as v from 'valibot';
import type { Context } from '#lib/context.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import { noWords, type InvitationWords } from './invitation.ts';
import type { InvitationRow } from './store.server.ts';

const shape = v.object({ reason: v.string(), otherWay: v.string(), note: v.string() });

/** What was written about an invitation; empty when nothing was, or it cannot be opened. */
export async function wordsIn(ctx: Context, row: InvitationRow): Promise<InvitationWords> {
  const text = await textIn(ctx, row);
  return text === null || text === DAMAGED ? noWords : v.parse(shape, JSON.parse(text));
}

/**
 * Whether there are words that do not open: a form shows none then, and what it brings back empty is no wish to be rid of
 * them. They may open again, with a key that comes back.
 */
export const areShut = async (ctx: Context, row: InvitationRow): Promise<boolean> => (await textIn(ctx, row)) === DAMAGED;

async function textIn(ctx: Context, { id, rev, child_id, words_sealed }: InvitationRow): Promise<string | typeof DAMAGED | null> {
  if (words_sealed === null) return null;
  return (await safeOf(ctx, child_id)).open('invitations', 'words_sealed', id, rev, words_sealed);
}

/** The words, sealed for the row `id` under its revision `rev`; null when there are none. */
export async function sealWords(ctx: Context, at: { childId: string; id: string; rev: number }, words: InvitationWords) {
  if (isEmpty(words)) return null;
  return (await safeOf(ctx, at.childId)).seal('invitations', 'words_sealed', at.id, at.rev, JSON.stringify(words));
}

/** Whether nothing was written at all. */
export const isEmpty = (words: InvitationWords): boolean => Object.values(words).every((text) => text === '');

const safeOf = (ctx: Context, childId: string) => ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'record');
