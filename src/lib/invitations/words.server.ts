import * as v from 'valibot';
import type { Context } from '#lib/context.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import { noWords, type InvitationWords } from './invitation.ts';
import type { InvitationRow } from './store.server.ts';

const shape = v.object({ reason: v.string(), otherWay: v.string(), note: v.string() });

/** What was written about an invitation; empty when nothing was, or it cannot be opened. */
export async function wordsIn(ctx: Context, row: InvitationRow): Promise<InvitationWords> {
  if (row.words_sealed === null) return noWords;
  const safe = await safeOf(ctx, row.child_id);
  const text = safe.open('invitations', 'words_sealed', row.id, row.rev, row.words_sealed);
  return text === DAMAGED ? noWords : v.parse(shape, JSON.parse(text));
}

/** The words, sealed for the row `id` under its revision `rev`; null when there are none. */
export async function sealWords(ctx: Context, at: { childId: string; id: string; rev: number }, words: InvitationWords) {
  if (Object.values(words).every((text) => text === '')) return null;
  return (await safeOf(ctx, at.childId)).seal('invitations', 'words_sealed', at.id, at.rev, JSON.stringify(words));
}

const safeOf = (ctx: Context, childId: string) => ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'record');
