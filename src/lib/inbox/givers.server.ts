import type { ContactRelation } from '#lib/children/contact.ts';
import { contactsAround } from '#lib/children/contacts.server.ts';
import type { Context } from '#lib/context.ts';
import type { Sent } from './store.server.ts';

/** An adult who gave something, as a list names them. */
export type GiverShown = Readonly<{ name: string; relation: ContactRelation }>;

/** Who gave each of these, by the contribution; a child's own has none. Each child's people are asked for once. */
export async function giversOf(ctx: Context, sent: readonly Sent[]): Promise<Map<string, GiverShown>> {
  const byAdults = sent.filter(({ author }) => author === 'contributor');
  const people = new Map<string, GiverShown>();
  for (const childId of new Set(byAdults.map((row) => row.about_child_id)))
    for (const { id, name, relation } of await contactsAround(ctx, childId)) people.set(id, { name, relation });
  return new Map(byAdults.map((row) => [row.id, people.get(row.author_id) ?? { name: '', relation: 'other' }]));
}
