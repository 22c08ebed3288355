import { record } from '#lib/audit/audit.server.ts';
import { childCards } from '#lib/children/children.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import type { Answer, Asked, Audience, Band } from '#lib/journeys/form.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { markOpened } from '#lib/routing/routing.server.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import { namesToTell } from './circle.server.ts';
import {
  purposeOf,
  type AnswerForIro,
  type AnswerState,
  type ContributionForIro,
  type ContributionLine,
  type HeardState
} from './contribution.ts';
import * as store from './store.server.ts';

/**
 * What was sent about these children, newest first, without a word of it. Callers are verbs that have already asked
 * who may see these children at all.
 */
export async function linesFor(ctx: Context, childIds: readonly string[]): Promise<ContributionLine[]> {
  if (childIds.length === 0) return [];
  const rows = await store.linesFor(ctx, childIds);
  const openings = await store.openingsOf(ctx, rows.map(({ id }) => id).concat(''));
  const latest = new Map<string, number>();
  for (const row of rows) latest.set(row.submission_id, Math.max(latest.get(row.submission_id) ?? 0, row.version));
  return rows.map((row) => ({
    id: row.id,
    childId: row.about_child_id,
    version: row.version,
    superseded: row.version < (latest.get(row.submission_id) ?? row.version),
    sentAt: row.sent_at,
    assurance: row.assurance,
    language: row.language,
    answered: Number(row.answered ?? 0),
    asked: Number(row.asked),
    firstOpenedAt: openings.find((opening) => opening.contribution_id === row.id)?.opened_at ?? null
  }));
}

/**
 * Opens a contribution for its IRO or whoever stands in now. Opening is an act: it is written in the child's record,
 * the child sees it, and the item counts as read. `not-found` for everybody else.
 */
export async function readContribution(
  ctx: Context,
  id: string,
  how: 'contribution.read' | 'contribution.print' = 'contribution.read'
): Promise<ContributionForIro> {
  return within(ctx, async (ctx) => {
    const row = await store.contributionById(ctx, id);
    if (!row || ctx.actor.kind !== 'staff') throw notFound();
    const relations = await allow(ctx, how, row.about_child_id);
    const coverId = relations.held.has('allocated') ? null : relations.coverId;
    await noteOpening(ctx, row.id, ctx.actor.id, coverId);
    await markOpened(ctx, 'contribution', row.id);
    await record(ctx, { verb: how, subject: 'contribution', subjectId: row.id, childId: row.about_child_id, onBehalf: coverId });
    const versions = await store.versionsOf(ctx, row.author_id, row.submission_id);
    const before = versions.find(({ version }) => version === row.version - 1);
    return {
      id: row.id,
      childId: row.about_child_id,
      version: row.version,
      versions: versions.map((version) => ({ id: version.id, version: version.version, sentAt: version.sent_at })),
      sentAt: row.sent_at,
      assurance: row.assurance,
      language: row.language,
      band: row.band as Band,
      answers: await answersFor(ctx, row.about_child_id, row.id, before?.id ?? null),
      notes: await notesFor(
        ctx,
        row.about_child_id,
        versions.map((version) => version.id)
      ),
      openings: await openedBy(ctx, row.id)
    };
  });
}

/** What the child may always see: sent when, opened by whom, who was told. Their own words are not in it. */
export async function heardState(ctx: Context, childId: string, reviewId: string | null): Promise<HeardState | null> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'contribution.see-state', childId);
    const row = await store.latestContribution(ctx, childId, reviewId);
    if (!row) return null;
    const [opened] = await openedBy(ctx, row.id);
    const tellings = await store.tellingsOf(ctx, row.id);
    const names = await namesToTell(ctx, childId, tellings);
    return {
      submissionId: row.submission_id,
      contributionId: row.id,
      version: row.version,
      sentAt: row.sent_at,
      opened: opened ?? null,
      tellings: uniqueByName(
        tellings.map((telling) => ({
          name: names.get(`${telling.contact}:${telling.contact_id}`) ?? '',
          toldAt: telling.told_at
        }))
      )
    };
  });
}

/** The child's own words, read back: only with PIN or pictures, and on a shared phone only just after using them. */
export async function seeOwn(
  ctx: Context,
  childId: string,
  contributionId: string
): Promise<{ sentAt: string; version: number; answers: AnswerForIro[] }> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'contribution.see-own', childId);
    if (ctx.actor.kind === 'child' && ctx.actor.device === 'shared' && (ctx.actor.freshUntil ?? '') <= ctx.now.toISOString())
      throw new Refusal('secret-needed');
    const row = await store.contributionById(ctx, contributionId);
    if (!row || row.author_id !== childId) throw notFound();
    await record(ctx, { verb: 'contribution.see-own', subject: 'contribution', subjectId: row.id, childId });
    return { sentAt: row.sent_at, version: row.version, answers: await answersFor(ctx, childId, row.id, null) };
  });
}

const HOUR = 3600_000;

async function noteOpening(ctx: Context, contributionId: string, staffId: string, coverId: string | null): Promise<void> {
  const mine = (await store.openingsOf(ctx, [contributionId])).filter((opening) => opening.staff_id === staffId);
  const recent = mine.some((opening) => ctx.now.getTime() - Date.parse(opening.opened_at) < HOUR);
  if (recent) return;
  await store.insertOpening(ctx, {
    id: ctx.ids(),
    contribution_id: contributionId,
    staff_id: staffId,
    cover_id: coverId,
    opened_at: ctx.now.toISOString()
  });
}

async function openedBy(ctx: Context, contributionId: string) {
  const openings = await store.openingsOf(ctx, [contributionId]);
  const cards = await staffCards(
    ctx,
    openings.map(({ staff_id }) => staff_id)
  );
  return openings.map((opening) => ({
    name: cards.get(opening.staff_id)?.called ?? '',
    at: opening.opened_at,
    standingIn: opening.cover_id !== null
  }));
}

type Stored = Readonly<{ asked: Asked; answer: Answer | null }>;

async function answersFor(
  ctx: Context,
  childId: string,
  contributionId: string,
  beforeId: string | null
): Promise<AnswerForIro[]> {
  const opened = await openAnswers(ctx, childId, contributionId);
  const earlier = beforeId === null ? null : await openAnswers(ctx, childId, beforeId);
  const tellings = await store.tellingsOf(ctx, contributionId);
  const names = await namesToTell(ctx, childId, tellings);
  const said = (list: typeof opened, code: string) =>
    JSON.stringify(list.find(({ body }) => body?.asked.code === code)?.body?.answer ?? null);
  return opened.map(({ row, body }) => ({
    id: row.id,
    position: row.position,
    state: row.state as AnswerState,
    asked: body?.asked ?? null,
    answer: body?.answer ?? null,
    audience: row.audience as Audience['kind'],
    tellings: tellings
      .filter((telling) => telling.answer_id === row.id)
      .map((telling) => ({
        id: telling.id,
        name: names.get(`${telling.contact}:${telling.contact_id}`) ?? '',
        toldAt: telling.told_at
      })),
    changed: earlier !== null && body !== null && said(earlier, body.asked.code) !== said(opened, body.asked.code)
  }));
}

async function openAnswers(ctx: Context, childId: string, contributionId: string) {
  const rows = await store.answersOf(ctx, contributionId);
  const damaged: string[] = [];
  const subject = { kind: 'child', id: childId } as const;
  const safes = {
    private: await ctx.vault.safe(ctx.db, subject, 'private'),
    shared: await ctx.vault.safe(ctx.db, subject, 'shared')
  };
  const found = rows.map((row) => {
    const text = safes[purposeOf(row.audience as Audience['kind'])].open(
      'answers',
      'body_sealed',
      row.id,
      row.rev,
      row.body_sealed
    );
    if (text === DAMAGED) damaged.push(row.id);
    // Written by sending.server.ts from this very type; authenticated by the seal.
    return { row, body: text === DAMAGED ? null : (JSON.parse(text) as Stored) };
  });
  // The page says that it is known; so it has to be.
  for (const id of damaged)
    await record(ctx, { verb: 'answer.open', subject: 'answer', subjectId: id, childId, outcome: 'failed', reason: 'damaged' });
  return found;
}

async function notesFor(ctx: Context, childId: string, contributionIds: readonly string[]) {
  const rows = await store.notesOf(ctx, contributionIds);
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'private');
  const cards = await staffCards(
    ctx,
    rows.map(({ staff_id }) => staff_id)
  );
  return rows.map((row) => {
    const text = safe.open('notes', 'body_sealed', row.id, row.rev, row.body_sealed);
    return {
      id: row.id,
      text: text === DAMAGED ? null : text,
      by: cards.get(row.staff_id)?.name ?? '',
      at: row.changed_at,
      mine: ctx.actor.kind === 'staff' && ctx.actor.id === row.staff_id
    };
  });
}

/** A child asked twice for the same person to be told sees them once, told when the last of it was told. */
function uniqueByName(tellings: readonly { name: string; toldAt: string | null }[]) {
  const byName = new Map<string, { name: string; toldAt: string | null }>();
  for (const telling of tellings) {
    const known = byName.get(telling.name);
    const toldAt = known && (known.toldAt === null || telling.toldAt === null) ? null : telling.toldAt;
    byName.set(telling.name, { name: telling.name, toldAt });
  }
  return [...byName.values()];
}

/** The name a sentence about the child uses. Kept here so that staff pages ask one room. */
export async function childOf(ctx: Context, childId: string) {
  return (await childCards(ctx, [childId])).get(childId) ?? null;
}
