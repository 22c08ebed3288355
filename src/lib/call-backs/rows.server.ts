import * as v from 'valibot';
import type { Context } from '#lib/context.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { sealedRow } from '#lib/sealed-row.server.ts';
import type { Safe } from '#lib/server/keys/vault.ts';
import type { CallBackGiven } from './call-back.ts';
import type * as store from './store.server.ts';

/** What opens what they say: no child's key, because nobody knows of which child it is. */
export const safeOf = (ctx: Context): Promise<Safe> =>
  ctx.vault.safe(ctx.db, { kind: 'installation', id: ctx.vault.installation }, 'record');

const text = v.optional(v.string(), '');
const said = v.object({ name: text, related: text, child: text, phone: text, when: text, about: text });

/** What they typed; null when it cannot be opened. */
export function saidIn(safe: Safe, row: store.CallBackRow): CallBackGiven | null {
  const body = sealedRow(safe, 'call_backs', row).shown('body_sealed');
  return body === null ? null : v.parse(said, JSON.parse(body));
}

export const noteIn = (safe: Safe, row: Awaited<ReturnType<typeof store.triesOf>>[number]): string | null =>
  sealedRow(safe, 'call_back_tries', row).shown('body_sealed');

/** Names of staff; somebody who cannot be named is an empty text. */
export async function namer(ctx: Context, ids: readonly (string | null)[]): Promise<(id: string | null) => string> {
  const cards = await staffCards(
    ctx,
    ids.filter((id) => id !== null)
  );
  return (id) => (id === null ? '' : (cards.get(id)?.name ?? ''));
}
