import type { Context } from '#lib/context.ts';
import { begin, readBegun } from '#lib/sign-in/begun.server.ts';
import { stepOfCode } from './totp.server.ts';

/**
 * Somebody who tries wrong passphrases at a worker's address makes everybody wait who comes with that address, the worker too,
 * and could do so without end. So whoever has to wait is given a turn: it holds the code they typed, and when. With it and their
 * next code they are looked at, whatever others do. Guessing two codes in a row is guessing one of a million millions, so that
 * this need not be slowed down; and whether the first was right nobody learns before both are.
 */
const minutes = 3;

/** For the browser that has to wait: the same whether the code was right, and whether anybody has this address. */
export const giveTurn = (ctx: Context, index: string, code: string): string =>
  begin(ctx, 'turn', minutes, { held: { index, code: code.slice(0, 12), at: ctx.now.toISOString() } }).token;

type Now = Readonly<{
  index: string;
  row: Readonly<{ staff_id: string; totp_id: string; last_step: number }>;
  /** The half minute of the code that was typed now. */
  step: number;
  turn: string | undefined;
}>;

/** Whether this is the same person's next code: both right, the first not used, and the second later. */
export function hasTurn(ctx: Context, { index, row, step, turn }: Now): boolean {
  const held = readBegun(ctx, 'turn', turn)?.held;
  if (held?.index !== index || held.code === undefined || held.at === undefined) return false;
  const first = stepOfCode({ ...ctx, now: new Date(held.at) }, row.staff_id, row.totp_id, held.code);
  return first !== null && first > row.last_step && step > first;
}
