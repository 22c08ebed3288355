/** How long a code from a mail or a text is good for, in minutes, and how often it may be typed wrongly (security.md S-10). */
export const codeMinutes = 10;
export const codeTries = 5;
/** How long a letter's code is good for, in days. */
export const letterDays = 28;

const length = 8;
const codes = 10 ** length;

/**
 * Eight digits from bytes nobody can guess, each code as likely as any other: numbers above the last whole multiple are
 * passed over. `draw` gives 32 bytes a round; the first round does, but for one time in many billions.
 */
export function digitsFrom(draw: (round: number) => Uint8Array): string {
  const limit = Math.floor(2 ** 32 / codes) * codes;
  for (let round = 0; ; round += 1) {
    const bytes = draw(round);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
      const number = view.getUint32(at);
      if (number < limit) return String(number % codes).padStart(length, '0');
    }
  }
}

/** As it is sent: `1234 5678`. */
export const showDigits = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`;

/**
 * Reads the digits somebody typed or pasted, with spaces and dashes or none, in European, Arabic or Persian figures.
 * Null when they cannot be a code.
 */
export function readDigits(typed: string): string | null {
  if (typed.length > 60) return null;
  const plain = typed
    .normalize('NFKC')
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (figure) => String(figure.charCodeAt(0) & 15))
    .replace(/[\s\p{Pd}\p{Cf}]/gu, '');
  return plain.length === length && /^\d+$/.test(plain) ? plain : null;
}
