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

/** A telephone number nobody has, found as a mark is. */
export const newNumber = (): string => NUMBER + String(randomInt(10_000_000)).padStart(7, '0');
const NUMBER = '0790';
/** Days of birth in this year are marks too: nothing else in the town is of that year. */
const BORN = '2016';

/** Every telephone number and day of birth of the town in this text. */
export function numbersIn(text: string): string[] {
  const plain = text.replace(/(?<=\d)[ \u00a0](?=\d)/g, '');
  const phones = [...plain.matchAll(/(?:\+?44|0)(790\d{7})(?!\d)/g)].map(([, digits = '']) => `0${digits}`);
  const days = [...text.matchAll(/2016-\d\d-\d\d/g)].map(([day]) => day);
  return [...new Set([...phones, ...days])];
}

let born = 0;
/** A day of birth that nobody else in the town has: they are all ten. */
export function newBirthday(): string {
  born += 1;
  return `${BORN}-${String(1 + Math.floor(born / 28)).padStart(2, '0')}-${String(1 + (born % 28)).padStart(2, '0')}`;
}
