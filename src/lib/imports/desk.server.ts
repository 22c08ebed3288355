import { desksOf, setDesk } from '#lib/routing/routing.server.ts';
import type { Run } from './run.ts';
import { opened } from './staging.server.ts';
import * as sources from './sources.store.server.ts';

/**
 * Seats the people whom the staff file puts at the team's desk, if that is not who sits there. Somebody who is missing
 * from the file, or a file without that column, changes no seat: nothing ends in silence.
 */
export async function seatDesk(run: Run): Promise<void> {
  const sent = new Map<string, boolean>();
  for await (const rows of opened(run, 'staff', ['unchanged', 'new', 'changed']))
    for (const { keyIndex, found } of rows)
      if (found?.entity === 'staff' && found.fields.desk !== undefined) sent.set(keyIndex, found.fields.desk === 'iro-team');
  if (sent.size === 0) return;
  const ctx = run.contexts();
  const seats: { id: string; now: boolean; then: boolean }[] = [];
  for (const { key_index, record_id } of await sources.keysOf(ctx, run.system, 'staff')) {
    const now = (await desksOf(ctx, record_id)).includes('iro-team');
    seats.push({ id: record_id, now, then: sent.get(key_index) ?? now });
  }
  if (seats.every(({ now, then }) => now === then)) return;
  await setDesk(
    run.contexts(),
    'iro-team',
    seats.filter(({ then }) => then).map(({ id }) => id)
  );
}
