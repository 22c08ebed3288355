import { readFileSync, statSync } from 'node:fs';

/** What time it is. Everything that asks for the time asks this, so that a test or the demo can move it. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until told otherwise: for tests. */
export function fixedClock(start: string | Date): Clock & { set(to: string | Date): void; forward(ms: number): void } {
  let at = new Date(start);
  return {
    now: () => new Date(at),
    set: (to) => void (at = new Date(to)),
    forward: (ms) => void (at = new Date(at.getTime() + ms))
  };
}

/**
 * The demo's clock: real time plus the milliseconds written in `file`, read afresh when the file changes,
 * so that `npm run heard -- clock --forward 3d` moves a running demo. Never used when live.
 */
export function movableClock(file: string): Clock {
  let offset = 0;
  let readAt = -1;
  return {
    now() {
      const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (changed !== readAt) {
        readAt = changed;
        offset = changed === 0 ? 0 : Number(readFileSync(file, 'utf8')) || 0;
      }
      return new Date(Date.now() + offset);
    }
  };
}
