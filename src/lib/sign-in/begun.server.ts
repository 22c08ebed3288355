import { timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import type { Context } from '#lib/context.ts';
import { minutesOn } from './session.ts';
import * as store from './store.server.ts';

/**
 * What a worker begins and finishes a little later (a passkey, the way to the council's own sign-in) travels with their browser,
 * sealed: beginning writes nothing down, so however many begin, nobody else waits for it. Only what was used is kept, for its
 * minutes, so that it is not used twice.
 */
export type Begun = Readonly<{
  id: string;
  ends: string;
  /** Who began it; null: whoever it was. */
  staffId: string | null;
  held: Readonly<Record<string, string>>;
}>;

/** What is begun, and for what: nothing begun for one is good for another. */
type For = 'sign-in' | 'add' | 'confirm' | 'council' | 'joining' | 'turn';

/** Begins something that is good for so many minutes. `token` is for the browser: it may be read there, and not changed. */
export function begin(
  ctx: Context,
  what: For,
  minutes: number,
  { staffId = null, held = {} }: Partial<Pick<Begun, 'staffId' | 'held'>> = {}
): { begun: Begun; token: string } {
  const id = Buffer.from(ctx.random(16)).toString('base64url');
  const begun: Begun = { id, ends: minutesOn(ctx.now, minutes), staffId, held };
  const body = Buffer.from(JSON.stringify(begun)).toString('base64url');
  return { begun, token: `${body}.${sealOf(ctx, what, body).toString('base64url')}` };
}

/** What a browser brought back; null when it is not ours, was for something else, or is too late. */
export function readBegun(ctx: Context, what: For, token: string | undefined): Begun | null {
  if (!token || token.length > longest) return null;
  const [body = '', given = ''] = token.split('.');
  const [seal, other] = [sealOf(ctx, what, body), Buffer.from(given, 'base64url')];
  if (other.length !== seal.length || !timingSafeEqual(other, seal)) return null;
  const begun = v.parse(shape, JSON.parse(Buffer.from(body, 'base64url').toString()));
  return begun.ends > ctx.now.toISOString() ? begun : null;
}

/** Uses it up, in the caller's transaction, once what came back with it is known to be right. False: it was used before. */
export const useUp = (ctx: Context, { id, ends }: Begun): Promise<boolean> => store.useOnce(ctx, id, ends);

/** A secret of what was begun: computed from its id and kept nowhere, in no browser either. */
export const secretOf = (ctx: Context, which: string, { id }: Begun): Buffer => ctx.vault.mac('code', 'begun', which, id);

/** Under what a browser keeps for one cookie. */
const longest = 3000;

const shape = v.object({
  id: v.string(),
  ends: v.string(),
  staffId: v.nullable(v.string()),
  held: v.record(v.string(), v.string())
});

const sealOf = (ctx: Context, what: For, body: string): Buffer => ctx.vault.mac('code', 'begun-seal', what, body);
