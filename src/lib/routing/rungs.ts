import type { Wait } from '#lib/council/working-hours.server.ts';

/**
 * Who hears that something lies unopened, one after the other, until somebody has opened it: the child's IRO, whoever
 * stands in for them, those on duty now (the first on the rota, then the next), everybody at the desk, the managers.
 */
export type StepWho = (typeof stepWhos)[number];
export const stepWhos = ['person', 'cover', 'rota', 'desk', 'managers'] as const;

/** One step with the people in it now. `name` is the step's own, with the place on the rota: `rota-2`. */
export type Rung = Readonly<{
  name: string;
  staffIds: readonly string[];
  waits: Wait;
  days: string;
  /** Of those on duty: since when, in milliseconds since 1970. */
  began?: number;
}>;

/**
 * How far up a step stands, by its name; one nobody knows (or null) stands below all. Whoever stands in stands where the
 * person does: what was with the one is no further up when it is with the other.
 */
export function heightOf(name: string | null): number {
  const [who, place = '0'] = (name ?? '').split('-');
  return stepWhos.findIndex((one) => one === (who === 'cover' ? 'person' : who)) * 100 + Number(place);
}

/** Whoever has something is told by whatever gives it to them; further up, by the climbing. */
export const isTold = ({ name }: Rung): boolean => name !== 'person' && name !== 'cover';

/** Where something was told last, since when (milliseconds since 1970), and with whom: who had it then, or who on duty was asked. */
export type Stood = Readonly<{ name: string | null; since: number; whom: string | null }>;

const isOnDuty = (name: string | null): boolean => name?.startsWith('rota-') ?? false;

/** The name of the rung on which it stands now: whoever was asked may have another place on the rota by now. */
export const nameNow = (rungs: readonly Rung[], { name, whom }: Stood): string | null =>
  (isOnDuty(name) && rungs.find((rung) => isOnDuty(rung.name) && rung.staffIds.some((id) => id === whom))?.name) || name;

/**
 * The rung of somebody else whose own time begins now, because whom it stood with has it no longer: who has it now; on the rota
 * who came on duty since, or who is in the place of whoever is off duty now. Null: it goes on where it stood.
 */
export function handedTo(rungs: readonly Rung[], stood: Stood): Rung | null {
  const others = rungs.filter(({ staffIds }) => staffIds.length > 0 && !staffIds.some((id) => id === stood.whom));
  const own = rungs.find((rung) => !isTold(rung) && rung.staffIds.length > 0);
  if (own) return others.find((rung) => rung === own) ?? null;
  const name = nameNow(rungs, stood);
  const below = others.filter((rung) => isOnDuty(rung.name) && heightOf(rung.name) <= heightOf(name));
  return below.find(({ began = 0 }) => began > stood.since) ?? below.find((rung) => rung.name === name) ?? null;
}

type Over = (from: number, wait: Wait, days: string) => number;

/**
 * The rung at which something stands now, and since when, that stood at `from` since `since`; null: nobody is in its line.
 * Only rungs with anybody in them count. Times are milliseconds since 1970; `over` says when a wait is over. Only where it
 * stands now is told: what came due in between, while nothing ran, is not.
 */
export function rungNow(
  rungs: readonly Rung[],
  from: Readonly<{ name: string | null; since: number }>,
  now: number,
  over: Over
): Readonly<{ rung: Rung; at: number }> | null {
  const manned = rungs.filter(({ staffIds }) => staffIds.length > 0);
  const start = manned.findIndex(({ name }) => heightOf(name) >= heightOf(from.name));
  const [first, ...higher] = start < 0 ? manned.slice(-1) : manned.slice(start);
  if (!first) return null;
  // Whoever stood there is there no more: the next are asked at once, and have their whole time.
  let [rung, at] = [first, first.name === from.name || !isTold(first) ? from.since : now];
  for (const next of higher) {
    const until = over(at, rung.waits, rung.days);
    if (until > now) break;
    [rung, at] = [next, until];
  }
  return { rung, at };
}
