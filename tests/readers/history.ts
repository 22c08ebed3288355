import { randomUUID } from 'node:crypto';
import { saveChild } from '#lib/children/children.server.ts';
import { dayOf, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { plusDays } from '#lib/council/bank-holidays.ts';
import { changeStaff } from '#lib/people/workers.server.ts';
import { remindOfUnopened } from '#lib/requests/reminding.server.ts';
import { climb } from '#lib/routing/climbing.server.ts';
import { saveAllocation, setDesk } from '#lib/routing/routing.server.ts';
import { actions } from './actions.ts';
import { chanceOf, type Chance } from './chance.ts';
import { lookAtWords, lookForReaders, type Figures, type Looker } from './looking.ts';
import { letGo, type Model } from './model.ts';
import type { Place } from './place.ts';

export type History = Looker & Readonly<{ chance: Chance; job(): Context; cmd(): Context; manager(): Context }>;

/** How many things happen in one history. */
const HAPPENINGS = 18;
const CHILDREN = 2;
const MINUTE = 60_000;
const FIRST = Date.parse('2026-12-07T09:00:00.000Z');

/** One history from its first moment to its last; what is found is counted in `figures`. */
export async function tellHistory(place: Place, seed: number, figures: Figures): Promise<void> {
  await place.clear();
  place.clock.set(new Date(FIRST));
  const at = await begin(place, seed, figures);
  for (let happening = 0; happening < HAPPENINGS; happening += 1) {
    const concerned = await happens(at);
    await syncTaken(at);
    await lookForReaders(at);
    // The child concerned, and another whom it should not concern.
    for (const childId of new Set([concerned, at.chance.one(at.model.children)]))
      if (childId !== undefined) await lookAtWords(at, childId);
  }
  for (const childId of at.model.children) await lookAtWords(at, childId);
  figures.histories += 1;
}

async function begin(place: Place, seed: number, figures: Figures): Promise<History> {
  const chance = chanceOf(seed);
  const of = (role: string) => place.workers.filter(({ roles }) => roles.some((one) => one === role)).map(({ id }) => id);
  const iros = of('iro');
  const model: Model = {
    workers: place.workers,
    children: [],
    here: new Set(place.workers.map(({ id }) => id)),
    desks: { 'iro-team': iros.slice(3), duty: of('social_worker'), advocates: of('advocate'), complaints: [] },
    ...{ given: [], aways: [], taken: [], sent: [] }
  };
  const worker = (id: string) =>
    place.as({
      ...{ kind: 'staff', id, sessionId: 'visit', assurance: 'passkey', stepUpUntil: null },
      roles: place.workers.find((one) => one.id === id)?.roles ?? []
    });
  const child = (id: string) =>
    place.as({
      ...{ kind: 'child', id, sessionId: 'visit-of-the-child', assurance: 'secret', device: 'own' },
      ...{ freshUntil: null, earlierVisit: null }
    });
  const at: History = {
    ...{ place, model, figures, seed, chance, worker, child, since: new Map() },
    job: () => place.as({ kind: 'job', id: 'readers', assurance: 'host' }),
    cmd: () => place.as({ kind: 'command', id: 'readers', assurance: 'host' }),
    manager: () => worker(of('manager').find((id) => model.here.has(id)) ?? '')
  };
  for (const code of ['iro-team', 'duty', 'advocates', 'complaints'] as const) await setDesk(at.cmd(), code, model.desks[code]);
  // Every other place has one manager alone: what goes past others is hers, or nobody's.
  const [, second] = of('manager');
  if (second !== undefined && chance.below(2) === 0) {
    await changeStaff(at.cmd(), second, { active: false });
    model.here.delete(second);
  }
  for (let many = 0; many < CHILDREN; many += 1) {
    const childId = await saveChild(at.cmd(), { firstName: 'Robin', lastName: 'Test', bornOn: '2016-02-03' });
    model.children.push(childId);
    const staffId = chance.one(iros.slice(0, 3));
    // Now and then nobody has a child from the first.
    if (staffId === undefined || chance.below(4) === 0) continue;
    await saveAllocation(at.cmd(), { childId, staffId, role: 'iro', fromOn: '2026-01-01', toOn: null });
    model.given.push({ childId, staffId, from: 0, to: Infinity });
  }
  return at;
}

/** One thing happens; gives the child it concerned, if one. Whatever is refused has not happened. */
async function happens(at: History): Promise<string | undefined> {
  const act = at.chance.one(actions);
  if (at.chance.below(4) === 0 || !act) return void (await timePasses(at));
  try {
    return await act(at);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return undefined;
  }
}

/** Minutes or days go by. Whoever is back, away or starts in between is looked at in the very moment it changes. */
async function timePasses(at: History): Promise<void> {
  const minutes = at.chance.one([10, 35, 240, 600, 1440, 4320]) ?? 10;
  const until = at.place.clock.now().getTime() + minutes * MINUTE;
  const changes = [...at.model.aways, ...at.model.taken, ...at.model.given].flatMap(({ from, to }) => [from, to]);
  const between = [...new Set(changes)]
    .filter((time) => time > at.place.clock.now().getTime() && time < until)
    .sort((a, b) => a - b);
  for (const time of [...between.slice(0, 6), until]) {
    at.place.clock.set(new Date(time));
    if (time !== until) await lookForReaders(at);
    at.figures.climbed += await climb(at.job());
    letGo(at.model, at.place.clock.now().getTime());
    await remindOfUnopened(at.job());
  }
}

/** What was taken by hand, with its times as they are kept: who stands in for one child is a fact, not a conclusion. */
async function syncTaken(at: History): Promise<void> {
  const rows = await at.place.app.database.db
    .selectFrom('covers')
    .select(['child_id', 'cover_id', 'from_at', 'to_at'])
    .where('child_id', 'is not', null)
    .execute();
  at.model.taken = rows.flatMap(({ child_id, cover_id, from_at, to_at }) =>
    child_id === null ? [] : [{ childId: child_id, staffId: cover_id, from: Date.parse(from_at), to: Date.parse(to_at) }]
  );
}

/** The day of a moment some days from now. */
export const dayFrom = (at: History, days: number): string => plusDays(dayOf(at.place.clock.now()), days);

export const newId = (): string => randomUUID();
