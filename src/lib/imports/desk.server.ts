import { desksOf, setDesk } from '#lib/routing/routing.server.ts';
import { deskCodes, type DeskCode } from '#lib/routing/rules.ts';
import type { Run } from './run.ts';
import { opened } from './staging.server.ts';
import * as sources from './sources.store.server.ts';

/**
 * Seats the people whom the staff file puts at desks, where that is not who sits there. Somebody who is missing from the
 * file, somebody another system sent (an advocate is often nobody's employee here), or a file without that column,
 * changes no seat: nothing ends in silence.
 */
export async function seatDesks(run: Run): Promise<void> {
  const sent = await desksSent(run);
  if (sent.size === 0) return;
  const ctx = run.contexts();
  const seats: { id: string; now: readonly string[]; then: readonly string[] }[] = [];
  for (const { record_id: id } of await sources.recordsOf(ctx, 'staff')) {
    const now = await desksOf(ctx, id);
    seats.push({ id, now, then: sent.get(id) ?? now });
  }
  for (const code of deskCodes) {
    if (seats.every(({ now, then }) => now.includes(code) === then.includes(code))) continue;
    const sitting = seats.filter(({ then }) => then.includes(code));
    await setDesk(
      run.contexts(),
      code,
      sitting.map(({ id }) => id)
    );
  }
}

/** Our id of everyone whose desks this file says -> those desks. */
async function desksSent(run: Run): Promise<Map<string, readonly DeskCode[]>> {
  const byKey = new Map<string, readonly DeskCode[]>();
  for await (const rows of opened(run, 'staff', ['unchanged', 'new', 'changed']))
    for (const { keyIndex, found } of rows)
      if (found?.entity === 'staff' && found.fields.desks !== undefined) byKey.set(keyIndex, found.fields.desks);
  if (byKey.size === 0) return new Map();
  const known = await sources.keysOf(run.contexts(), run.system, 'staff');
  return new Map(
    known.flatMap(({ key_index, record_id }) => {
      const desks = byKey.get(key_index);
      return desks ? [[record_id, desks] as const] : [];
    })
  );
}
