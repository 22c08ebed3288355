import type { Context } from '#lib/context.ts';
import { codeFrom, selectorOf } from './card.ts';

/* What is kept of a card's code, and the one code that is worked out: each with the key, and nothing without it. */

export const indexOf = (ctx: Context, code: string) => ctx.vault.index('card', selectorOf(code));
export const peppered = (ctx: Context, code: string) => ctx.vault.mac('pepper', 'card', code);

/**
 * Tells nearly every wrong code at once: whoever guesses at full speed costs no more than anybody else who asks for a page, and a
 * code no card begins like is refused as fast as one that is nearly right. It says nothing without the key, which opens
 * everything else too.
 */
export const quickOf = (ctx: Context, code: string) => ctx.vault.mac('pepper', 'card-quick', code).subarray(0, 2).toString('hex');

/** The code this worker's form stands for: nobody works it out without the key, and it is kept as little as any other. */
export const codeOfForm = (ctx: Context, childId: string, form: string) =>
  codeFrom(ctx.vault.mac('pepper', 'card-form', childId, makerIn(ctx), form));
export const makerIn = (ctx: Context) => ('id' in ctx.actor ? ctx.actor.id : 'visitor');
