import type { Context } from '#lib/context.ts';
import { isPicture, picturesNeeded } from './secret.ts';

/**
 * Pictures are picked one a page, in order, without scripts. What was picked so far travels in the form, sealed for
 * this visit: it cannot be read from the page, and it is nowhere in the database.
 */
const cell = ['secrets', 'pictures_so_far'] as const;

const safeOf = (ctx: Context) => ctx.vault.safe(ctx.db, { kind: 'installation', id: ctx.vault.installation }, 'record');
const visitOf = (ctx: Context) => ('sessionId' in ctx.actor ? ctx.actor.sessionId : 'nobody');

export async function sealPicked(ctx: Context, names: readonly string[]): Promise<string> {
  const safe = await safeOf(ctx);
  return Buffer.from(safe.seal(...cell, visitOf(ctx), 0, names.join(' '))).toString('base64url');
}

/** What a form brought back; nothing picked when it is not of this visit. */
export async function openPicked(ctx: Context, sealed: string): Promise<string[]> {
  if (!sealed || sealed.length > 2000) return [];
  const opened = (await safeOf(ctx)).open(...cell, visitOf(ctx), 0, Buffer.from(sealed, 'base64url'));
  const names = typeof opened === 'string' ? opened.split(' ').filter(isPicture) : [];
  return names.slice(0, picturesNeeded);
}
