import { cookieName } from '#lib/sign-in/cookie.ts';
import type { Limits } from './limits.ts';

type Bucket = { looks: number; sends: number; at: number };

/** How much each visit asks of us. By visit, never by address: a whole children's home shares one. */
export type Visits = Readonly<{
  /** 0 when this request may go on; else after how many seconds the next may. Anonymous requests are not counted here. */
  wait(method: string, cookie: string | undefined): number;
}>;

/** The most visits remembered at once; the ones not seen longest are forgotten. */
const MOST = 20_000;

export function countVisits(origin: string, limits: Limits, clock: () => number = () => performance.now()): Visits {
  const name = cookieName(origin, 'session');
  const known = new Map<string, Bucket>();
  return {
    wait(method, cookie) {
      const visit = valueOf(cookie, name);
      if (!visit) return 0;
      const now = clock();
      const bucket = refilled(known.get(visit), limits, now);
      known.delete(visit);
      known.set(visit, bucket);
      if (known.size > MOST) known.delete(known.keys().next().value ?? '');
      const kind = method === 'GET' || method === 'HEAD' ? 'looks' : 'sends';
      if (bucket[kind] < 1) return Math.ceil((1 - bucket[kind]) / (perMinute(limits, kind) / 60));
      bucket[kind] -= 1;
      return 0;
    }
  };
}

const perMinute = (limits: Limits, kind: 'looks' | 'sends') => limits[`${kind}PerMinute`];

function refilled(bucket: Bucket | undefined, limits: Limits, now: number): Bucket {
  if (!bucket) return { looks: limits.looksPerMinute, sends: limits.sendsPerMinute, at: now };
  const more = (kind: 'looks' | 'sends') =>
    Math.min(perMinute(limits, kind), bucket[kind] + ((now - bucket.at) / 60_000) * perMinute(limits, kind));
  return { looks: more('looks'), sends: more('sends'), at: now };
}

function valueOf(cookie: string | undefined, name: string): string | null {
  for (const part of cookie?.split(';') ?? []) {
    const [own, value] = part.trim().split('=', 2);
    if (own === name) return value?.slice(0, 200) || null;
  }
  return null;
}
