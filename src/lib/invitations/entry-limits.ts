import type { Bucket } from '#lib/sign-in/limits.server.ts';

/*
 * How often a way in may be tried (security.md 2.6). What slows down is an address, a link, or the beginning of a code: never
 * a network, which many people share. A link has a bucket of its own: whoever has the mail gets in, however often somebody
 * else types the address.
 */

const hour = 3600;

/** How often a code may be asked for by one address or one link: 5 an hour, 15 a day. */
export const askedFor = (what: string): readonly Bucket[] => [
  { name: `entry:${what}:hour`, size: 5, everySeconds: hour / 5 },
  { name: `entry:${what}:day`, size: 15, everySeconds: (24 * hour) / 15 }
];

/** How many may be asked for everywhere by those whom nobody knows, before nothing is kept of it: 300 an hour. */
export const allAsked: Bucket = { name: 'entry:any', size: 300, everySeconds: hour / 300 };

/** How often a letter's code may be typed wrongly, by its beginning and everywhere, before the answer is "wait". */
export const oneLetter = (selector: string): Bucket => ({ name: `letter:${selector}`, size: 10, everySeconds: 30 });
export const allLetters: Bucket = { name: 'letter:any', size: 600, everySeconds: 1 };

/**
 * How many wrong codes one beginning bears in all before even the right one has to wait: about 40,000 in the 28 days of a
 * letter, of a thousand million. Nobody comes near it by guessing blindly: a beginning is one of a million.
 */
export const letterBears = (selector: string): Bucket => ({ name: `letter:${selector}:all`, size: 20_000, everySeconds: 120 });
