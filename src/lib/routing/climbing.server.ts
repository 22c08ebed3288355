import { record } from '#lib/audit/audit.server.ts';
import { officeHours, waitOver, type Wait } from '#lib/council/working-hours.server.ts';
import { within, type Context } from '#lib/context.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import * as standings from './climbing.store.server.ts';
import { climbs, longestByHand, untilHad, type Step } from './climbing.ts';
import { beganAt } from './cover.ts';
import * as desks from './desks.store.server.ts';
import { handOn } from './handing-on.server.ts';
import { letGo } from './having.server.ts';
import type { Holder } from './holder.ts';
import * as items from './items.store.server.ts';
import type { Shift } from './rota.ts';
import { onDutyNow } from './rota.server.ts';
import { holdersOf } from './routing.server.ts';
import { rules, type DeskCode, type ItemKind } from './rules.ts';
import { handedTo, heightOf, isTold, nameNow, rungNow, type Rung } from './rungs.ts';

/**
 * Tells the next in line of whatever lies unopened (or, what cannot wait, unclaimed), and whoever has it since a cover began
 * that it is theirs now: a job's work. Each step of each thing is told once, whoever runs this and how often; after a
 * time when nothing ran only where it stands now is told. What somebody had who cannot open it any more goes up anew. Returns how many steps were told. Each in a transaction of its own.
 */
export async function climb(ctx: Context): Promise<number> {
  const due = await within(ctx, async (ctx) => {
    await allow(ctx, 'items.climb');
    await letGo(ctx);
    await handOn(ctx);
    return dueNow(ctx);
  });
  let told = 0;
  for (const one of due) told += (await within(ctx, (ctx) => tell(ctx, one))) ? 1 : 0;
  return told;
}

/** `told`: whoever stands there hears of it; otherwise somebody else has it by now, and their time begins. */
type Due = Readonly<{ row: items.ItemRow; kind: ItemKind; rung: Rung; standing: standings.Standing; told: boolean }>;

async function tell(ctx: Context, { row, kind, rung, standing, told }: Due): Promise<boolean> {
  if (!(await standings.climbTo(ctx, row, standing, untilHad(kind))) || !told) return false;
  const because = `climbed:${row.id}:${rung.name}:${Date.parse(standing.at)}`;
  for (const staffId of rung.staffIds)
    await enqueue(ctx, { kind: rules[kind].nudge, dedupeKey: `${because}:${staffId}`, staffId });
  const act = { verb: 'item.climb', subject: 'item', subjectId: row.id, childId: row.child_id };
  await record(ctx, { ...act, reason: rung.name });
  return true;
}

/** What stands higher now than it was last told. */
async function dueNow(ctx: Context): Promise<Due[]> {
  const climbing = (await items.openItems(ctx)).flatMap((row) =>
    items.isKind(row.kind) && climbs[row.kind].length > 0 && isWaiting(row, row.kind) ? [{ row, kind: row.kind }] : []
  );
  if (climbing.length === 0) return [];
  const facts = await factsOf(
    ctx,
    climbing.map(({ row }) => row)
  );
  const hours = officeHours();
  const over = (from: number, wait: Wait, days: string) => waitOver(from, wait, hours, days);
  return climbing.flatMap(({ row, kind }) => dueOf(ctx, row, kind, facts, over));
}

function dueOf(
  ctx: Context,
  row: items.ItemRow,
  kind: ItemKind,
  facts: Facts,
  over: (from: number, wait: Wait, days: string) => number
): Due[] {
  const rungs = climbs[kind].flatMap((step) => rungsOf(step, row, kind, facts));
  const holder = (row.child_id === null ? null : facts.holders.get(row.child_id)?.personId) ?? null;
  // What cannot wait stands with those on duty, whoever has the child; everything else with whoever has it, also further up.
  const whom = ({ staffIds, began }: Rung) => (untilHad(kind) ? (began !== undefined && staffIds[0]) || null : holder);
  const stood = { name: row.climbed_to, since: Date.parse(row.climbed_at ?? row.created_at), whom: row.climbed_past };
  const due = (rung: Rung, at: number): Due[] => [
    { row, kind, rung, standing: { to: rung.name, at: new Date(at).toISOString(), past: whom(rung) }, told: isTold(rung) }
  ];
  const now = ctx.now.getTime();
  // However often something changes hands, there is a day from which it only goes up.
  const began = untilHad(kind) ? now : Date.parse(row.created_at);
  const other = over(began, longestByHand, '12345') > now ? handedTo(rungs, stood) : null;
  if (other) return due(other, now);
  const name = nameNow(rungs, stood);
  const found = rungNow(rungs, { name, since: stood.since }, now, over);
  return found && isTold(found.rung) && heightOf(found.rung.name) > heightOf(name) ? due(found.rung, found.at) : [];
}

const isWaiting = (row: items.ItemRow, kind: ItemKind): boolean =>
  untilHad(kind) ? row.had_at === null : row.first_opened_at === null;

type Facts = Readonly<{
  holders: ReadonlyMap<string, Holder>;
  days: ReadonlyMap<string, string>;
  desks: ReadonlyMap<DeskCode, readonly string[]>;
  managers: readonly string[];
  rota: readonly Shift[];
  /** From whom each of these things is kept. */
  keptFrom: (about: items.About) => ReadonlySet<string>;
}>;

async function factsOf(ctx: Context, rows: readonly items.ItemRow[]): Promise<Facts> {
  const holders = await holdersOf(ctx, [...new Set(rows.flatMap(({ child_id }) => child_id ?? []))]);
  const people = [...holders.values()].flatMap(({ personId }) => personId ?? []);
  const cards = await staffCards(ctx, people);
  const atDesks = new Map<DeskCode, readonly string[]>();
  for (const { desk } of Object.values(rules)) atDesks.set(desk, await desks.membersOf(ctx, desk));
  return {
    holders,
    days: new Map([...cards].map(([id, { workingDays }]) => [id, workingDays])),
    desks: atDesks,
    managers: await desks.managersNow(ctx),
    rota: await onDutyNow(ctx),
    keptFrom: await items.thoseKeptFrom(
      ctx,
      rows.map(({ subject, subject_id }) => ({ subject, subjectId: subject_id }))
    )
  };
}

/** A step of a line with the people in it now; the rota is as many rungs as there are people on duty. */
function rungsOf({ who, waits }: Step, row: items.ItemRow, kind: ItemKind, facts: Facts): Rung[] {
  const holder = row.child_id === null ? undefined : facts.holders.get(row.child_id);
  const days = facts.days.get(holder?.personId ?? '') ?? '12345';
  const person = holder?.personId ? [holder.personId] : [];
  const besides = facts.keptFrom({ subject: row.subject, subjectId: row.subject_id });
  const rung = (ids: readonly string[], name: string = who): Rung => ({
    ...{ name, waits, days },
    staffIds: ids.filter((id) => !besides.has(id))
  });
  if (who === 'rota')
    return facts.rota.map((shift, place) => ({
      ...rung([shift.staffId], `rota-${place + 1}`),
      began: Date.parse(beganAt(shift))
    }));
  if (who === 'person') return [rung(holder?.coverId === null ? person : [])];
  if (who === 'cover') return [rung(holder?.coverId ? person : [])];
  return [rung(who === 'desk' ? (facts.desks.get(rules[kind].desk) ?? []) : facts.managers)];
}
