import { circleOf } from '#lib/children/children.server.ts';
import type { Context } from '#lib/context.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { workersOf } from '#lib/routing/routing.server.ts';
import type { CirclePerson } from './contribution.ts';

/** Whom a child may ask their IRO to tell: people of their circle, and their social worker. */
export async function circleFor(ctx: Context, childId: string): Promise<CirclePerson[]> {
  const contacts = await circleOf(ctx, childId);
  const workers = (await workersOf(ctx, childId)).filter(({ role }) => role === 'social_worker');
  const cards = await staffCards(ctx, workers.map(({ staffId }) => staffId));
  return [
    ...contacts.map(({ id, name, relation }): CirclePerson => ({ kind: 'contact', id, name, relation })),
    ...workers.flatMap(({ staffId, role }): CirclePerson[] => {
      const card = cards.get(staffId);
      return card ? [{ kind: 'staff', id: staffId, name: card.called, relation: role }] : [];
    })
  ];
}
