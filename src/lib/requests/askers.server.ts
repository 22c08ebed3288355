import { contactOf } from '#lib/children/contacts.server.ts';
import type { Context } from '#lib/context.ts';
import { isFamilyOf } from '#lib/invitations/roles.server.ts';
import { staffCards } from '#lib/people/people.server.ts';
import type { AskedBy } from './request.ts';
import type { RequestHead } from './store.server.ts';

/** The adults who asked these, by the request's id; what a child asked has none. For this room's verbs for staff. */
export async function askersOf(ctx: Context, rows: readonly RequestHead[]): Promise<Map<string, AskedBy>> {
  const workers = await staffCards(
    ctx,
    rows.flatMap(({ asker, asker_id }) => (asker === 'staff' && asker_id !== null ? [asker_id] : []))
  );
  const found = new Map<string, AskedBy>();
  for (const { id, asker, asker_id } of rows) {
    if (asker_id === null) continue;
    if (asker === 'staff')
      found.set(id, { asker: 'staff', id: asker_id, name: workers.get(asker_id)?.name ?? '', relation: null });
    const contact = asker === 'contributor' ? await contactOf(ctx, asker_id) : null;
    if (contact) found.set(id, { asker: 'contributor', id: asker_id, name: contact.name, relation: contact.relation });
  }
  return found;
}

/** Whether an answer to this goes to family, who may not know where the child lives. */
export async function goesToFamily(ctx: Context, row: Pick<RequestHead, 'asker' | 'asker_id' | 'child_id'>): Promise<boolean> {
  if (row.asker !== 'contributor' || row.asker_id === null) return false;
  return isFamilyOf(ctx, row.child_id, row.asker_id);
}
