import { randomInt } from 'node:crypto';

/**
 * Words that nobody ever wrote, each beginning alike: one search finds every one of them, in clear, in base64 at any offset
 * and in hexadecimal. What they are the mark of is remembered by the town that made them.
 */
const START = 'qzxkw';
const LENGTH = 11;
const letters = 'abcdefghijklmnopqrstuvwxyz';

/** A new mark: a name of 16 letters. */
export const newMark = (): string => START + Array.from({ length: LENGTH }, () => letters[randomInt(26)]).join('');

const shapes = [new RegExp(`${START}[a-z]{${LENGTH}}`, 'gi'), ...[0, 1, 2].map(inBase64), inHex()];

/** The part of the start that is the same whatever stands before and after it, and room for the rest. */
function inBase64(offset: number): RegExp {
  const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(START)]).toString('base64url');
  const core = encoded.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + START.length) * 4) / 3) - 1);
  return new RegExp(`[A-Za-z0-9+/_-]{0,4}${core}[A-Za-z0-9+/_-]{14,24}`, 'g');
}

function inHex(): RegExp {
  return new RegExp(`${Buffer.from(START).toString('hex')}[0-9a-f]{${2 * LENGTH}}`, 'gi');
}

/** Every mark in this text, once each. */
export function marksIn(text: string): string[] {
  const found = new Set<string>();
  const clear = shapes[0];
  if (!clear) return [];
  for (const [one] of text.matchAll(clear)) found.add(one.toLowerCase());
  for (const shape of shapes.slice(1))
    for (const [one] of text.matchAll(shape)) for (const decoded of decodings(one)) found.add(decoded);
  return [...found];
}

function decodings(text: string): string[] {
  const readings = [Buffer.from(text, 'hex').toString('latin1')];
  for (const offset of [0, 1, 2, 3]) readings.push(Buffer.from(text.slice(offset), 'base64url').toString('latin1'));
  const clear = new RegExp(`${START}[a-z]{${LENGTH}}`, 'i');
  return readings.flatMap((reading) => clear.exec(reading)?.[0].toLowerCase() ?? []);
}
