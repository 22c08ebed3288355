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
    return anchorOf(found);
  } catch {
    return null;
  }
}

function anchorOf(found: unknown): Anchor | null {
  if (typeof found !== 'object' || found === null) return null;
  const parts: { seq?: unknown; hash?: unknown; at?: unknown; anchored?: unknown; mac?: unknown } = found;
  const { seq, hash, mac } = parts;
  // A line of the log has its own time under `at`.
  const at = parts.anchored ?? parts.at;
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq)) return null;
  return typeof hash === 'string' && typeof at === 'string' && typeof mac === 'string' ? { seq, hash, at, mac } : null;
}
