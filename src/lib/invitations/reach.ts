/** By what somebody can be written to without paper. */
export type PostWay = 'email' | 'text';

/** One mailbox, ASCII, without quotes or comments (security.md S-13). The mail transport holds its own to the same. */
const mailbox = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/;
/** ITU-T E.164: a plus, the country, and 15 digits at most. */
const telephone = /^\+[1-9]\d{7,14}$/;

/**
 * An address or number as it is written to and compared: `sam@council.example`, `+447700900123`. A number without a
 * country is a British one. Null: nothing that can be written to.
 */
export function plainReach(way: PostWay, given: string): string | null {
  if (given.length > 254) return null;
  const text = given.normalize('NFKC').trim();
  if (way === 'email') return mailbox.test(text.toLowerCase()) ? text.toLowerCase() : null;
  // People write "+44 (0)7700 900123": the zero in brackets is for those who ring from here.
  const digits = text.replace(/\(0\)/, '').replace(/[\s().\p{Pd}\p{Cf}]/gu, '');
  const abroad = digits.replace(/^00/, '+').replace(/^0/, '+44');
  return telephone.test(abroad) ? abroad : null;
}

/** What somebody typed into the one field for both; null: neither. */
export function readReach(typed: string): Readonly<{ way: PostWay; address: string }> | null {
  const way = typed.includes('@') ? 'email' : 'text';
  const address = plainReach(way, typed);
  return address === null ? null : { way, address };
}
