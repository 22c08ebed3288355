import { circleOf, contactNames } from '#lib/children/children.server.ts';
import type { Context } from '#lib/context.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { workersOf } from '#lib/routing/routing.server.ts';
import type { CirclePerson } from './contribution.ts';

/** Whom a child may ask their IRO to tell: people of their circle, and their social worker. */
export async function circleFor(ctx: Context, childId: string): Promise<CirclePerson[]> {
  const contacts = await circleOf(ctx, childId);
  const workers = (await workersOf(ctx, childId)).filter(({ role }) => role === 'social_worker');
  const cards = await staffCards(
    ctx,
    workers.map(({ staffId }) => staffId)
  );
  return [
    ...contacts.map(({ id, name, relation }): CirclePerson => ({ kind: 'contact', id, name, relation })),
    ...workers.flatMap(({ staffId, role }): CirclePerson[] => {
      const card = cards.get(staffId);
      return card ? [{ kind: 'staff', id: staffId, name: card.called, relation: role }] : [];
    })
  ];
}

/**
 * The names of people a child asked to have told, by `kind:id`: also of those who have left the circle since, because
 * what was asked stands.
 */
export async function namesToTell(
  ctx: Context,
  childId: string,
  tellings: readonly { contact: string; contact_id: string }[]
): Promise<Map<string, string>> {
  const idsOf = (kind: CirclePerson['kind']) =>
    tellings.flatMap(({ contact, contact_id }) => (contact === kind ? [contact_id] : []));
  const cards = await staffCards(ctx, idsOf('staff'));
  const contacts = await contactNames(ctx, childId, idsOf('contact'));
  return new Map([
    ...[...cards].map(([id, card]) => [`staff:${id}`, card.called] as const),
    ...[...contacts].map(([id, name]) => [`contact:${id}`, name] as const)
  ]);
}
