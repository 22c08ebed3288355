import { recordLook } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow, lastHeldOn } from '#lib/relations.server.ts';
import { secretSince } from '#lib/sign-in/secrets/secrets.server.ts';
import { mayShowOwnWords, mayShowThatHeard } from '#lib/sign-in/session.ts';
import { answersFor, openedBy } from './answers.server.ts';
import { namesToTell } from './circle.server.ts';
import type { AnswerForIro, HeardState } from './contribution.ts';
import * as store from './store.server.ts';

/**
 * What the child may see: sent when, opened by whom, who was told. Their own words are not in it. Null where nothing was sent,
 * and where nothing is shown back.
 */
export async function heardState(ctx: Context, childId: string, reviewId: string | null): Promise<HeardState | null> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'contribution.see-state', childId);
    if (!mayShowThatHeard(ctx.actor)) return null;
    const row = await store.latestContribution(ctx, childId, { reviewId, heldLast: await lastHeldOn(ctx, childId) });
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
      // Whom the child wants told is part of what they said.
      tellings: !mayShowOwnWords(ctx.actor, ctx.now)
        ? []
        : uniqueByName(
            tellings.map((telling) => ({
              name: names.get(`${telling.contact}:${telling.contact_id}`) ?? '',
              toldAt: telling.told_at
            }))
          )
    };
  });
}

/**
 * The child's own words, read back: only with PIN or pictures, and on a shared phone only just after using them.
 * `kept`: they were sent before this PIN or these pictures were chosen, and whoever chose them is not shown the past
 * (decision 10).
 */
export async function seeOwn(
  ctx: Context,
  childId: string,
  contributionId: string
): Promise<{ sentAt: string; version: number; kept: boolean; answers: AnswerForIro[] }> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'contribution.see-own', childId);
    if (!mayShowThatHeard(ctx.actor)) throw notFound();
    if (!mayShowOwnWords(ctx.actor, ctx.now)) throw new Refusal('secret-needed');
    const row = await store.contributionById(ctx, contributionId);
    if (!row || row.author_id !== childId) throw notFound();
    const sent = { sentAt: row.sent_at, version: row.version };
    if (row.sent_at < ((await secretSince(ctx, childId)) ?? '')) return { ...sent, kept: true, answers: [] };
    await recordLook(ctx, { verb: 'contribution.see-own', subject: 'contribution', subjectId: row.id, childId });
    return { ...sent, kept: false, answers: await answersFor(ctx, childId, row.id, null) };
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
