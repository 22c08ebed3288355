/** A stream of chance that is the same for the same seed (mulberry32), so that a history can be told again. */
export type Chance = Readonly<{
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number;
  /** One of these; undefined where there is none. */
  one<T>(of: readonly T[]): T | undefined;
  /** Each of these, or not. */
  some<T>(of: readonly T[]): T[];
}>;

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (many: number) => Math.floor(next() * many);
  return { below, one: (of) => of[below(of.length)], some: (of) => of.filter(() => next() < 0.5) };
}
