import { makeCover, saveAllocation, setDesk } from '#lib/routing/routing.server.ts';
import { saveOwnPage } from '#lib/people/pages.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import type { Actor, Context } from '#lib/context.ts';
import type { App } from '#lib/server/app.ts';
import { approve, endNow } from '#lib/break-glass/deciding.server.ts';
import { askForChild } from '#lib/break-glass/asking.server.ts';
import { setCouncil } from '#lib/council/council.server.ts';
import { savePhoto } from '#lib/attachments/attachments.server.ts';
import { setStaffPhoto } from '#lib/people/people.server.ts';
import sharp from 'sharp';
import { newMark, newNumber } from './marks.ts';
import { children, staff, type ChildKey, type ContactKey, type StaffKey } from './people.ts';
import { childWithPeople, type Records } from './child-with-people.ts';
import { callBackIn } from './call-back-in.ts';
import { ratingsIn } from './ratings-in.ts';

/** What a mark stands in, and whose it is. */
export type Marked = Readonly<{ column: string; child: ChildKey | null; contact?: ContactKey; worker?: StaffKey }>;

export type Town = Readonly<{
  app: App;
  /** Every word that is searched for, with whose it is. */
  marks: ReadonlyMap<string, Marked>;
  workers: Readonly<Record<StaffKey, string>>;
  /** What there is of each child, by the kind of id that an address takes. */
  records: Readonly<Record<ChildKey, Records>>;
  /** Ids of what is about no child, by the same names. */
  loose: Readonly<Record<string, string>>;
  command(): Context;
  as(actor: Actor): Context;
}>;

const DAY = 24 * 3600_000;
export const dayOn = (now: Date, days: number): string => new Date(now.getTime() + days * DAY).toISOString().slice(0, 10);

/** Makes everybody and everything; each protected field of theirs holds a word found nowhere else. */
export async function makeTown(app: App): Promise<Town> {
  const marks = new Map<string, Marked>();
  const mark = (marked: Marked): string => remembered(marks, newMark(), marked);
  const number = (marked: Marked): string => remembered(marks, newNumber(), marked);
  const command = () => app.context({ kind: 'command', id: 'town', assurance: 'host' });
  const as = (actor: Actor): Context => app.context(actor);
  await setCouncil(command(), 'name', 'Northmere Council');
  const workers = await everyWorker(command, mark, number);
  await showsOfThemself(as, workers.sam, mark);
  const photo = await savePhoto(command(), { owner: 'staff', ownerId: workers.sam, bytes: await picture() });
  await setStaffPhoto(command(), workers.sam, photo);
  const openPhoto = await savePhoto(command(), { owner: 'staff', ownerId: workers.grace, bytes: await picture() });
  await setStaffPhoto(command(), workers.grace, openPhoto);
  await command().db.updateTable('staff').set({ shown_openly: 1 }).where('id', '=', workers.grace).execute();
  await setDesk(command(), 'iro-team', [workers.tina]);
  await setDesk(command(), 'duty', [workers.dora]);
  await setDesk(command(), 'advocates', [workers.adva]);
  const records: Partial<Record<ChildKey, Records>> = {};
  for (const child of children) {
    const iro: StaffKey = { a: 'sam', b: 'sam', d: 'tom', e: 'tom', f: 'tom', g: 'grace', h: 'lee' }[child] as StaffKey;
    records[child] = await childWithPeople({ app, child, iro: workers[iro], mark, number });
  }
  const all = whole(records);
  const absence = await whoHasWhom(command(), workers, all);
  await letIn(as, workers, all);
  const loose = await callBackIn(as({ kind: 'visitor', assurance: 'none' }), as, workers.tina, mark, number);
  const rated = await ratingsIn(as, { childId: all.a.child ?? '', managerId: workers.mona }, command, mark);
  await setOff(command(), workers.gone);
  return {
    app,
    marks,
    workers,
    // That child had two: nothing is written about the one before, whom managers write about.
    records: { ...all, e: { ...all.e, handOver: `${workers.sam} 0` } },
    loose: {
      ...loose,
      ...rated,
      photo,
      openPhoto,
      worker: workers.lee,
      standsIn: workers.tina,
      another: workers.tom,
      onDuty: workers.dora,
      absence
    },
    command,
    as
  };
}

function remembered(marks: Map<string, Marked>, text: string, marked: Marked): string {
  marks.set(text, marked);
  return text;
}

function whole(records: Partial<Record<ChildKey, Records>>): Record<ChildKey, Records> {
  const { a, b, d, e, f, g, h } = records;
  if (!a || !b || !d || !e || !f || !g || !h) throw new Error('a child of the town was not made');
  return { a, b, d, e, f, g, h };
}

type Make = (marked: Marked) => string;

async function everyWorker(command: () => Context, mark: Make, number: Make): Promise<Record<StaffKey, string>> {
  const made = new Map<string, string>();
  for (const [worker, { roles }] of Object.entries(staff)) {
    const key = worker as StaffKey;
    const of = (column: string): Marked => ({ column: `staff.${column}_sealed`, child: null, worker: key });
    const id = await saveStaff(command(), {
      name: mark(of('name')),
      called: mark(of('called')),
      email: `${mark(of('email'))}@council.example`,
      phone: number(of('phone')),
      roles: roles.map((role) => ({ role, fromOn: '2020-01-01', toOn: null })),
      shownOpenly: false
    });
    made.set(worker, id);
  }
  const id = (worker: StaffKey) => made.get(worker) ?? '';
  const { sam, tom, grace, cora, stan, lee, sally, tina, dora, adva, mona, bree, ada, noRole, gone } = idsOf(id);
  return { sam, tom, grace, cora, stan, lee, sally, tina, dora, adva, mona, bree, ada, noRole, gone };
}

const idsOf = (id: (worker: StaffKey) => string): Record<StaffKey, string> => {
  const all: Partial<Record<StaffKey, string>> = {};
  for (const worker of Object.keys(staff)) all[worker as StaffKey] = id(worker as StaffKey);
  return all as Record<StaffKey, string>;
};

/** Allocations and covers, as people.ts says. `childWithPeople` gave each child the IRO who asked around it. */
async function whoHasWhom(ctx: Context, workers: Record<StaffKey, string>, records: Record<ChildKey, Records>) {
  const day = (days: number) => dayOn(ctx.now, days);
  const give = (child: ChildKey, who: StaffKey, role: 'iro' | 'social_worker', from: string, to: string | null) =>
    saveAllocation(ctx, { childId: records[child].child, staffId: workers[who], role, fromOn: from, toOn: to });
  await give('e', 'sam', 'iro', day(-90), day(-2));
  await give('f', 'sam', 'iro', day(2), null);
  await give('a', 'sally', 'social_worker', day(-90), null);
  await give('e', 'sally', 'social_worker', day(-90), day(-2));
  await give('f', 'sally', 'social_worker', day(2), null);
  await saveAllocation(ctx, {
    ...{ id: records.h.allocation, childId: records.h.child, staffId: workers.lee },
    ...{ role: 'iro', fromOn: day(-90), toOn: day(-2) }
  });
  const at = (days: number) => new Date(ctx.now.getTime() + days * DAY).toISOString();
  const cover = (of: { childId?: string; absentId?: string }, who: StaffKey, from: number, to: number) =>
    makeCover(ctx, { ...of, coverId: workers[who], fromAt: at(from), toAt: at(to), reason: 'away' });
  await cover({ childId: records.a.child }, 'cora', -1, 5);
  await cover({ childId: records.e.child }, 'cora', -9, -2);
  await cover({ childId: records.f.child }, 'cora', 2, 9);
  const absence = await cover({ absentId: workers.grace }, 'stan', -1, 5);
  await cover({ absentId: workers.tom }, 'stan', -9, -2);
  await cover({ absentId: workers.sam }, 'stan', 2, 9);
  return absence;
}

/** Break-glass: one that holds, one that is over, one that nobody has decided. */
async function letIn(as: Town['as'], workers: Record<StaffKey, string>, records: Record<ChildKey, Records>): Promise<void> {
  const manager = (who: StaffKey): Actor => ({
    ...{ kind: 'staff', id: workers[who], sessionId: 'town', assurance: 'passkey', roles: ['manager'] },
    stepUpUntil: new Date(Date.now() + 5 * 60_000).toISOString()
  });
  for (const child of ['a', 'e', 'f'] as const) {
    const asked = { childId: records[child].child, minutes: 60, reason: records[child].why };
    const id = await askForChild(as(manager('bree')), asked);
    if (child !== 'f') await approve(as(manager('mona')), id);
    if (child === 'e') await endNow(as(manager('bree')), id);
    Object.assign(records[child], { emergency: id });
  }
}

/** Their hello, and nothing more on the open page than before. */
async function showsOfThemself(as: Town['as'], sam: string, mark: Make): Promise<void> {
  const hello = mark({ column: 'staff_pages.body_sealed', child: null, worker: 'sam' });
  const actor: Actor = {
    ...{ kind: 'staff', id: sam, sessionId: 'town', assurance: 'passkey' },
    stepUpUntil: null,
    roles: ['iro']
  };
  await saveOwnPage(as(actor), {
    ...{ hellos: { '4-7': hello, '8-11': hello, '12-17': hello }, days: ['1'], from: '', to: '', replyDays: '3' },
    ...{ shownOpenly: false, shows: ['photo', 'hours'] }
  });
}

/** They left; their visit is still in some browser. */
async function setOff(ctx: Context, staffId: string): Promise<void> {
  await ctx.db.updateTable('staff').set({ active: 0 }).where('id', '=', staffId).execute();
}

const picture = () =>
  sharp({ create: { width: 64, height: 64, channels: 3, background: '#347' } })
    .png()
    .toBuffer();
