import { childCards } from '#lib/children/children.server.ts';
import type { Context } from '#lib/context.ts';
import { mayRead, requestLines } from '#lib/requests/lines.server.ts';
import { readers } from '#lib/requests/readers.ts';
import { whoHas } from '#lib/routing/having.server.ts';
import { openItemsOf } from '#lib/routing/items.server.ts';
import { holdersOf } from '#lib/routing/routing.server.ts';
import type { Worry } from './needs.ts';
import { namesOf } from './rows.server.ts';

/**
 * Each worry that is not dealt with, the ones nobody has first, then the oldest. No permission of its own: its callers are
 * verbs of managers.
 */
export async function worriesNow(ctx: Context): Promise<Worry[]> {
  // Every worry is every manager's too, also one that goes past whoever has the child.
  const unsafe = await openItemsOf(ctx, 'unsafe-manager');
  const [ids, childIds] = [unsafe.map(({ subjectId }) => subjectId), unsafe.map(({ childId }) => childId)];
  const holders = await holdersOf(ctx, [...new Set(childIds)]);
  const lines = new Map((await requestLines(ctx, childIds)).map((line) => [line.id, line]));
  const [children, had] = [await childCards(ctx, childIds), await whoHas(ctx, 'request', ids)];
  const names = await namesOf(ctx, [
    ...[...holders.values()].map(({ personId }) => personId),
    ...[...had.values()].map((one) => one.staffId)
  ]);
  const rows: Worry[] = [];
  for (const item of unsafe) {
    const personId = holders.get(item.childId)?.personId ?? null;
    const [line, child, by] = [lines.get(item.subjectId), children.get(item.childId), had.get(item.subjectId)];
    if (!line || !child) continue;
    const past = readers[line.readers].past === true;
    rows.push({
      ...{ called: child.called, lastInitial: child.lastInitial, requestId: line.id, sentAt: line.sentAt },
      takenBack: line.status === 'taken-back',
      opened: item.firstOpenedAt !== null,
      had: by ? (names.get(by.staffId) ?? '') : null,
      // Nobody who has the child has what goes past them.
      holder: personId === null || past ? null : (names.get(personId) ?? ''),
      past,
      reminders: line.reminders,
      mayOpen: await mayRead(ctx, line.readers, item.childId)
    });
  }
  const rank = ({ had, opened }: Worry) => Number(had !== null) * 2 + Number(opened);
  return rows.sort((one, other) => rank(one) - rank(other) || one.sentAt.localeCompare(other.sentAt));
}
