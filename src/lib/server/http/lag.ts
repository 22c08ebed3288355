/** How late this process is, in ms: the middle of its last second and a half or so. */
export type Lag = Readonly<{ now(): number; stop(): void }>;

const EVERY = 100;
const KEPT = 15;

/** Measures how late a timer comes. One long pause is not a lag: it takes half of the last fifteen to be late. */
export function watchLag(): Lag {
  const late: number[] = Array.from({ length: KEPT }, () => 0);
  let due = performance.now() + EVERY;
  const timer = setInterval(() => {
    const now = performance.now();
    late.shift();
    late.push(Math.max(0, now - due));
    due = now + EVERY;
  }, EVERY).unref();
  return {
    now: () => late.toSorted((one, other) => one - other)[Math.floor(KEPT / 2)] ?? 0,
    stop: () => clearInterval(timer)
  };
}
