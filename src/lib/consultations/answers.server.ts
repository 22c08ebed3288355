import type { Context } from '#lib/context.ts';
import type { Answer, Asked } from '#lib/journeys/form.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import { namesToTell } from './circle.server.ts';
import { purposeOf, type AnswerForIro, type AnswerState } from './contribution.ts';
import { isRestriction } from './contributor-draft.ts';
import * as store from './store.server.ts';

/** Who opened a contribution, as the child calls them, the first one first. For this room's verbs. */
export async function openedBy(ctx: Context, contributionId: string) {
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

type Stored = Readonly<{ asked: Asked; answer: Answer | null; restricted?: readonly string[] }>;

/** The answers of one contribution, opened; `beforeId` is the version they are compared with. For this room's verbs. */
export async function answersFor(
  ctx: Context,
  childId: string,
  contributionId: string,
  beforeId: string | null
): Promise<AnswerForIro[]> {
  const opened = await openAnswers(ctx, childId, contributionId);
  const earlier = beforeId === null ? null : await openAnswers(ctx, childId, beforeId);
  const tellings = await store.tellingsOf(ctx, contributionId);
  const names = await namesToTell(ctx, childId, tellings);
  const said = (list: typeof opened, code: string) => {
    const found = list.find(({ body }) => body?.asked.code === code)?.body;
    return JSON.stringify([found?.answer ?? null, found?.restricted ?? []]);
  };
  return opened.map(({ row, body }) => ({
    id: row.id,
    position: row.position,
    state: row.state as AnswerState,
    asked: body?.asked ?? null,
    answer: body?.answer ?? null,
    audience: row.audience as AnswerForIro['audience'],
    restricted: (body?.restricted ?? []).filter(isRestriction),
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
  const subject = { kind: 'child', id: childId } as const;
  const safes = {
    private: await ctx.vault.safe(ctx.db, subject, 'private'),
    shared: await ctx.vault.safe(ctx.db, subject, 'shared')
  };
  return rows.map((row) => {
    const text = safes[purposeOf(row.audience as AnswerForIro['audience'])].open(
      'answers',
      'body_sealed',
      row.id,
      row.rev,
      row.body_sealed
    );
    // Written by sending.server.ts from this very type; authenticated by the seal.
    return { row, body: text === DAMAGED ? null : (JSON.parse(text) as Stored) };
  });
}
