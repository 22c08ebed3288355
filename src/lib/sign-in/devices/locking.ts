import type { Actor } from '#lib/context.ts';

/** When a page that nobody touches closes by itself, in seconds. */
export type Locking = Readonly<{
  /** Without a touch or a key. */
  idle: number;
  /** Out of sight: another app, another tab, the screen off. Null: as long as when it is in sight. */
  hidden: number | null;
  /** Also where nothing is being written: what the page shows is only for whoever gave the PIN or a code. */
  always: boolean;
}>;

const minutes = (number: number) => number * 60;

/**
 * How soon this visit closes by itself. Security.md 2.7 has 5 and 10 minutes; a child who thinks for a while is not sent
 * away from a question, so 10 on a phone that others use too and 20 on one of the child's own. Whoever was asked about a
 * child comes back by a code from their post, so out of sight for two minutes is not enough for them: they may be fetching it.
 * Null: by its own end and not before (a worker's device, handed over for one form).
 */
export function lockingOf(actor: Actor): Locking | null {
  if (actor.kind === 'contributor') return { idle: minutes(20), hidden: null, always: true };
  if (actor.kind !== 'child') return null;
  const always = actor.assurance === 'secret';
  if (actor.device === 'own') return { idle: minutes(20), hidden: minutes(2), always };
  // Where somebody looks (`watched`) no later than on a phone that others use too.
  return actor.device === 'handed' ? null : { idle: minutes(10), hidden: minutes(2), always };
}

/** What a page asks for when it closes (static/locking.js), and the page of PIN or pictures that then comes: nobody did anything. */
export const closesByItself = (route: string | null, { method, headers }: Request): boolean =>
  headers.has('x-closes') || (route === '/sign-in/secret' && method === 'GET');

/** Where somebody comes back to after a lock: a page of their own, or null. */
export const pathToKeep = (asked: string | null): string | null =>
  asked !== null && asked.length <= 100 && /^\/(me|views)(\/[a-z0-9-]+)*$/.test(asked) ? asked : null;

/** Not so what the page itself brings: whose it is, the id it was born with, what it is about, where it came from. */
export const isWritten = (name: string): boolean =>
  !['whose', 'id', 'carry', 'draft', 'had', 'from', 'message', 'to', 'shown'].includes(name);

/** What a page posted, if anything was written on it; null otherwise. */
export function writtenIn(data: FormData): readonly (readonly [string, string])[] | null {
  const fields = [...data].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
  return fields.some(([name, value]) => isWritten(name) && value.trim() !== '') ? fields : null;
}
