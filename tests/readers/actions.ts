import type { Context } from '#lib/context.ts';
import { readContribution } from '#lib/consultations/reading.server.ts';
import { Refusal } from '#lib/errors.ts';
import { deskOf } from '#lib/inbox/inbox.server.ts';
import { readCopy } from '#lib/messages/copies.server.ts';
import { readLate } from '#lib/messages/late.server.ts';
import { readThread } from '#lib/messages/reading.server.ts';
import { changeStaff } from '#lib/people/workers.server.ts';
import { answerRequest, finishRequest } from '#lib/requests/answering.server.ts';
import { haveRequest } from '#lib/requests/having.server.ts';
import { isKind, isReaders, outcomesOf } from '#lib/requests/kinds.ts';
import { withDay } from '#lib/requests/outcome.ts';
import { readRequest } from '#lib/requests/reading.server.ts';
import { takeBackRequest } from '#lib/requests/taking-back.server.ts';
import { endAbsence, enterAbsence } from '#lib/routing/absences.server.ts';
import { startOfDay } from '#lib/routing/cover.ts';
import { caseloads, moveChildren } from '#lib/routing/moving.server.ts';
import { saveAllocation, setDesk, takeFromDesk } from '#lib/routing/routing.server.ts';
import { dayFrom, newId, type History } from './history.ts';
import { atTeamDesk, mayOpen, workingFor, type Sent } from './model.ts';
import { asks, saysLate, sends, writes, type Act } from './sending.ts';

const now = (at: History) => at.place.clock.now().getTime();

/** Somebody, whoever it is, tries to open something: it opens for exactly those who may by what happened. */
const opens: Act = async (at) => {
  const sent = at.chance.one(at.model.sent);
  if (!sent) return undefined;
  // Every other time somebody who may.
  const among = at.chance.below(2) === 0 ? at.model.here : mayOpen(at.model, sent, now(at));
  const staffId = at.chance.one([...among]);
  if (staffId === undefined) return undefined;
  const may = mayOpen(at.model, sent, now(at)).has(staffId);
  if ((await opensFor(at, sent, staffId)) !== may) at.figures.wrongDoors += 1;
  return sent.childId;
};

/** The door itself, and not what is said of it. */
async function opensFor(at: History, sent: Sent, staffId: string): Promise<boolean> {
  const read = { views: readContribution, message: readMessage, 'message-copy': readCopy, 'message-late': readLate };
  const by = isKind(sent.kind) ? readRequest : read[sent.kind];
  try {
    await by(at.worker(staffId), sent.id);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
  // Whoever opens a thread has opened all that waits in it.
  const also = at.model.sent.filter(({ kind, childId }) => kind === 'message' && sent.kind === kind && childId === sent.childId);
  for (const one of new Set([sent, ...also])) one.opened.push(staffId);
  at.figures.opened += 1;
  return true;
}

async function readMessage(ctx: Context, id: string): Promise<void> {
  const message = await ctx.db.selectFrom('messages').select('thread_id').where('id', '=', id).executeTakeFirstOrThrow();
  await readThread(ctx, message.thread_id);
}

/** Of what was asked, one thing and somebody who may open it now. */
function readerOf(at: History, fits: (sent: Sent) => boolean) {
  const sent = at.chance.one(at.model.sent.filter((one) => isKind(one.kind) && fits(one)));
  const staffId = sent && at.chance.one([...mayOpen(at.model, sent, now(at))]);
  return sent && staffId !== undefined ? { sent, staffId } : null;
}

/** What makes more of what is asked, or of its time: it has tests of its own. */
const notTried: readonly string[] = ['handed-back', 'more-time'];

const answers: Act = async (at) => {
  const found = readerOf(at, () => true);
  if (!found) return undefined;
  const { sent, staffId } = found;
  if (!isKind(sent.kind) || !isReaders(sent.to)) return undefined;
  const offered = outcomesOf(sent.kind, sent.to).filter((one) => !withDay.includes(one) && !notTried.includes(one));
  const outcome = at.chance.one(offered) ?? 'reply';
  await answerRequest(at.worker(staffId), sent.id, { outcome, text: `Answer ${newId()}`, byOn: null });
  sent.opened.push(staffId);
  sent.answered.push(staffId);
  if (sent.kind === 'not-safe') isHad(at, sent, staffId);
  else sent.done = true;
  return sent.childId;
};

/** The first who says so has it. */
function isHad(at: History, sent: Sent, staffId: string): void {
  if (sent.had !== null) return;
  [sent.had, sent.hadAt] = [staffId, now(at)];
}

const has: Act = async (at) => {
  const found = readerOf(at, ({ kind }) => kind === 'not-safe');
  if (!found) return undefined;
  try {
    await haveRequest(at.worker(found.staffId), found.sent.id);
  } catch (error) {
    // Whoever may read what cannot wait may say that they have it.
    if (error instanceof Refusal) at.figures.wrongDoors += 1;
    throw error;
  }
  found.sent.opened.push(found.staffId);
  isHad(at, found.sent, found.staffId);
  return found.sent.childId;
};

const finishes: Act = async (at) => {
  const found = readerOf(at, ({ answered }) => answered.length > 0);
  if (!found) return undefined;
  await finishRequest(at.worker(found.staffId), found.sent.id);
  found.sent.done = true;
  return found.sent.childId;
};

const takesBack: Act = async (at) => {
  const sent = at.chance.one(
    at.model.sent.filter(({ kind, answered, takenBack }) => isKind(kind) && answered.length === 0 && !takenBack)
  );
  if (!sent) return undefined;
  await takeBackRequest(at.child(sent.childId), sent.id);
  sent.takenBack = true;
  if (sent.kind !== 'not-safe') sent.done = true;
  return sent.childId;
};

/** Whoever sits at a desk takes the first thing there. */
const takes: Act = async (at) => {
  const staffId = at.chance.one(atTeamDesk(at.model, now(at)));
  if (staffId === undefined) return undefined;
  const [row] = await deskOf(at.worker(staffId));
  if (!row) return undefined;
  const { childId } = await takeFromDesk(at.worker(staffId), row.itemId);
  at.figures.taken += 1;
  return childId;
};

/** Whoever has, or stands in for, any child now. */
const holding = (at: History): string[] => {
  const working = at.model.children.flatMap((childId) => [...workingFor(at.model, childId, now(at))]);
  return [...new Set(working)].filter((id) => at.model.here.has(id));
};

const goesAway: Act = async (at) => {
  const here = at.place.workers.filter(({ id }) => at.model.here.has(id));
  // Most of all those who have something now: their IROs, and the last to stand in, so that covers have covers.
  const some = holding(at);
  const worksWithChildren = here.filter(({ roles }) => !roles.includes('advocate'));
  const staffId = at.chance.one([some.at(-1), some.at(-1), at.chance.one(some), at.chance.one(worksWithChildren)?.id]) ?? '';
  // Every other time a manager: who reads what goes past others stands in for them then.
  const standIns: readonly string[] = at.chance.below(2) === 0 ? ['manager'] : ['iro', 'manager'];
  const coverId = at.chance.one(here.filter(({ roles }) => roles.some((role) => standIns.includes(role))))?.id ?? '';
  const first = at.chance.one([0, 0, 1, 2]) ?? 0;
  const [fromOn, toOn] = [dayFrom(at, first), dayFrom(at, first + at.chance.below(6))];
  const id = await enterAbsence(at.manager(), { staffId, coverId, fromOn, toOn });
  if (!at.model.aways.some((one) => one.id === id))
    at.model.aways.push({
      ...{ id, staffId, coverId },
      from: Date.parse(startOfDay(fromOn)),
      to: Date.parse(startOfDay(dayAfter(toOn))),
      told: now(at)
    });
  return undefined;
};

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

const comesBack: Act = async (at) => {
  const away = at.chance.one(at.model.aways.filter(({ to }) => to > now(at)));
  if (!away) return undefined;
  await endAbsence(at.manager(), away.id);
  away.to = Math.max(away.from, now(at));
  return undefined;
};

/** Somebody leaves for good, or somebody who left is let in again. One manager and one advocate stay: without any there is nobody to send to. */
const leaves: Act = async (at) => {
  const gone = at.place.workers.filter(({ id }) => !at.model.here.has(id));
  const back = at.chance.below(3) === 0 ? at.chance.one(gone) : undefined;
  if (back) {
    await changeStaff(at.cmd(), back.id, { active: true });
    at.model.here.add(back.id);
    return undefined;
  }
  const staffId = at.chance.one(at.chance.below(4) > 0 ? holding(at) : [...at.model.here]) ?? '';
  const [role] = at.place.workers.find(({ id }) => id === staffId)?.roles ?? [];
  const same = at.place.workers.filter(({ id, roles }) => at.model.here.has(id) && roles.some((one) => one === role));
  if ((role === 'manager' || role === 'advocate') && same.length === 1) return undefined;
  if (role === 'advocate' && !at.model.desks.advocates.some((id) => id !== staffId && at.model.here.has(id))) return undefined;
  await changeStaff(at.cmd(), staffId, { active: false });
  at.model.here.delete(staffId);
  return undefined;
};

/** A child has another IRO from today, by the case system or by a manager. */
const isGiven: Act = async (at) => {
  const childId = at.chance.one(at.model.children) ?? '';
  const iros = at.place.workers.filter(({ id, roles }) => at.model.here.has(id) && roles.includes('iro'));
  const staffId = at.chance.one(iros)?.id;
  if (staffId === undefined) return undefined;
  const today = Date.parse(startOfDay(dayFrom(at, 0)));
  const has = (await caseloads(at.manager())).find(({ childIds }) => childIds.includes(childId));
  if (has && at.chance.below(2) === 0) {
    await moveChildren(at.manager(), {
      fromId: has.staffId,
      toId: staffId,
      childIds: at.chance.some(has.childIds).concat(childId)
    });
    const gone = await at.cmd().db.selectFrom('allocations').selectAll().execute();
    // The rows are the facts: which day each allocation begins and ends.
    at.model.given = gone.map(asGiven);
    return childId;
  }
  // The case system may give a child to a manager too.
  const managers = at.place.workers.filter(({ id, roles }) => at.model.here.has(id) && roles.includes('manager'));
  const toId = (at.chance.below(4) === 0 ? at.chance.one(managers)?.id : undefined) ?? staffId;
  await saveAllocation(at.cmd(), { childId, staffId: toId, role: 'iro', fromOn: dayFrom(at, 0), toOn: null });
  at.model.given.push({ childId, staffId: toId, from: today, to: Infinity });
  return childId;
};

const asGiven = (row: { child_id: string; staff_id: string; from_on: string; to_on: string | null }) => ({
  ...{ childId: row.child_id, staffId: row.staff_id, from: Date.parse(startOfDay(row.from_on)) },
  to: row.to_on === null ? Infinity : Date.parse(startOfDay(dayAfter(row.to_on)))
});

/** The desks are made up anew; nobody at all may be left at three of them. */
const reorganises: Act = async (at) => {
  const code = at.chance.one(['iro-team', 'duty', 'advocates', 'complaints'] as const) ?? 'duty';
  const role = { 'iro-team': 'iro', duty: 'social_worker', advocates: 'advocate', complaints: 'iro' }[code];
  const may = at.place.workers.filter(({ roles }) => roles.some((one) => one === role)).map(({ id }) => id);
  const members = at.chance.below(4) === 0 ? [] : at.chance.some(may);
  if (code === 'advocates' && !members.some((id) => at.model.here.has(id))) return undefined;
  await setDesk(at.cmd(), code, members);
  at.model.desks[code] = members;
  return undefined;
};

/** What may happen, the more often the more often it stands here. */
export const actions: readonly Act[] = [
  ...[
    asks,
    asks,
    asks,
    asks,
    asks,
    asks,
    asks,
    sends,
    writes,
    saysLate,
    saysLate,
    opens,
    opens,
    opens,
    answers,
    has,
    finishes,
    takesBack
  ],
  ...[takes, takes, goesAway, goesAway, goesAway, goesAway, goesAway, comesBack, leaves, leaves, isGiven, isGiven, reorganises]
];
