/** The newest entry at some moment, noted where whoever changes the database does not reach. */
export type Anchor = Readonly<{
  seq: number;
  /** The entry's hash, as hex. */
  hash: string;
  /** When it was noted. */
  at: string;
  /** Keyed hash over the rest, as hex: a line somebody made up is known for what it is. */
  mac: string;
}>;

/** How often: whichever comes first. */
export const anchorEvery = { minutes: 15, entries: 1000 } as const;

/** The anchor in a line of an anchor file, or of a journal that kept what the service printed; null: there is none. */
export function anchorIn(line: string): Anchor | null {
  const start = line.indexOf('{');
  if (start < 0 || !line.includes('"mac"')) return null;
  try {
    const found: unknown = JSON.parse(line.slice(start));
    return isAnchor(found) ? { seq: found.seq, hash: found.hash, at: found.at, mac: found.mac } : null;
  } catch {
    return null;
  }
}

function isAnchor(found: unknown): found is Anchor {
  if (typeof found !== 'object' || found === null) return false;
  const { seq, hash, at, mac } = { seq: null, hash: null, at: null, mac: null, ...found };
  return Number.isSafeInteger(seq) && [hash, at, mac].every((text) => typeof text === 'string');
}
