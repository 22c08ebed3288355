import type { Context } from '#lib/context.ts';
import { staffCards } from '#lib/people/people.server.ts';
import type { Safe } from '#lib/server/keys/vault.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import type { OpenedBy, Said } from './message.ts';
import type { MessageRow } from './store.server.ts';

/** The safe in which a child's messages lie. For this room's verbs. */
export const safeOf = (ctx: Context, childId: string): Promise<Safe> =>
  ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'private');

/** What was written, opened; null when it cannot be opened. */
export function saidIn(safe: Safe, row: MessageRow): readonly Said[] | null {
  const text = safe.open('messages', 'body_sealed', row.id, row.rev, row.body_sealed);
  // Written by keeping.server.ts from this very type; authenticated by the seal.
  return text === DAMAGED ? null : (JSON.parse(text) as Said[]);
}

/** What was written in a message in words of one's own, to look something up in it. */
export const textsIn = (safe: Safe, row: MessageRow): string[] =>
  (saidIn(safe, row) ?? []).flatMap(({ answer }) => (typeof answer.value === 'string' ? [answer.value] : []));

/** The words of an answer; null when they cannot be opened. */
export function textIn(safe: Safe, row: MessageRow): string | null {
  const text = safe.open('messages', 'body_sealed', row.id, row.rev, row.body_sealed);
  return text === DAMAGED ? null : text;
}

/** What workers who did something with these are called: ids in, names out. */
export async function namesOf(ctx: Context, ids: readonly (string | null)[]): Promise<(id: string | null) => string> {
  const cards = await staffCards(
    ctx,
    ids.filter((id) => id !== null)
  );
  return (id) => (id === null ? '' : (cards.get(id)?.called ?? ''));
}

/** Everybody who did something with these messages. */
export const workersIn = (rows: readonly MessageRow[]): (string | null)[] =>
  rows.flatMap((row) => [row.opened_by, row.copy_opened_by, row.author === 'staff' ? row.author_id : null]);

export const openedOf = (row: MessageRow, nameOf: (id: string | null) => string): OpenedBy | null =>
  row.opened_at === null ? null : { name: nameOf(row.opened_by), at: row.opened_at, standingIn: row.opened_cover !== null };
