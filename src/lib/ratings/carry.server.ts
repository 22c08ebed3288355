import * as v from 'valibot';
import type { Context } from '#lib/context.ts';
import type { Answer } from '#lib/journeys/form.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import type { Period } from './offering.ts';
import { ownSafe } from './rows.server.ts';

/**
 * What was chosen so far, on its way from page to page. It is kept nowhere: a draft on the server would say whose it is, and
 * so would a copy of the database taken while it lay there. So it travels in the page itself, sealed, and opens in the visit it was
 * made in, in the one that went on from it (the PIN was given in another tab), and in no other. Words never travel: they are on
 * the last page, which is sent at once.
 */
export type Carry = Readonly<{ period: Period; answers: Readonly<Record<string, Answer>> }>;

const shape = v.object({
  period: v.string(),
  answers: v.record(v.string(), v.object({ value: v.nullable(v.string()), unsure: v.boolean() }))
});

/** As it stands in an address or a field. */
export async function pack(ctx: Context, carry: Carry): Promise<string> {
  const safe = await ownSafe(ctx);
  return Buffer.from(safe.seal('rating', 'carry', visitsOf(ctx)[0], 0, JSON.stringify(carry))).toString('base64url');
}

/** What it says; null for what neither this visit nor the one before it packed. Never throws. */
export async function unpack(ctx: Context, text: string | null): Promise<Carry | null> {
  if (!text || text.length > LONGEST) return null;
  const safe = await ownSafe(ctx);
  const sealed = Buffer.from(text, 'base64url');
  const opened = visitsOf(ctx)
    .map((visit) => safe.open('rating', 'carry', visit, 0, sealed))
    .find((one) => one !== DAMAGED);
  if (opened === undefined) return null;
  const read = v.safeParse(shape, JSON.parse(opened));
  return read.success ? read.output : null;
}

const LONGEST = 6000;

/** The visit that is, and the one it went on from. */
function visitsOf({ actor }: Context): readonly [string, ...string[]] {
  const earlier = actor.kind === 'child' ? actor.earlierVisit : null;
  const now = 'sessionId' in actor ? actor.sessionId : 'nobody';
  return earlier === null ? [now] : [now, earlier];
}
