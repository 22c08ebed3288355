/**
 * Who is asked to come back in a moment while this process cannot keep up, and from which lag (ms) on: workers first, those
 * who were asked next, children last. What a child or contributor sends is always taken; leaving always works.
 */
type Turn = Readonly<{ under: readonly string[]; looks: number; sends: number }>;

const never = Number.POSITIVE_INFINITY;

export const turns: readonly Turn[] = [
  {
    under: ['/leave', '/lock', '/blank', '/offline', '/_app', '/fonts', '/favicon.svg', '/service-worker.js'],
    looks: never,
    sends: never
  },
  { under: ['/sign-in/staff', '/sign-in/link', '/staff', '/team', '/gallery', '/demo'], looks: 250, sends: 2_000 },
  { under: ['/views', '/family'], looks: 1_500, sends: never },
  { under: ['/'], looks: 5_000, sends: never }
];

/** Leaving, and what a page needs to look as it does: never waited for, never counted. */
export const isAlways = (path: string): boolean => turns[0]?.under.some((start) => isUnder(path, start)) === true;

/** Whether this request is to come back later, at this lag. */
export function isShed(method: string, path: string, lag: number): boolean {
  const turn = turns.find(({ under }) => under.some((start) => isUnder(path, start)));
  if (!turn) return false;
  return lag > (method === 'GET' || method === 'HEAD' ? turn.looks : turn.sends);
}

const isUnder = (path: string, start: string): boolean =>
  path === start || path.startsWith(start.endsWith('/') ? start : `${start}/`);
