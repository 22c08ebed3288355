import { plusDays } from '#lib/council/bank-holidays.ts';
import { dayOf } from '#lib/context.ts';
import { addShifts } from '#lib/routing/rota.server.ts';
import type { App } from '#lib/server/app.ts';
import { source } from './demo-views.ts';

/** Who is on duty by day and by night, and in which place of the line. */
const shifts = [
  { staff: 'DUTY01', fromHour: '09:00', toHour: '17:00', place: 1 },
  { staff: 'MGR01', fromHour: '17:00', toHour: '09:00', place: 1 },
  { staff: 'DUTY01', fromHour: '17:00', toHour: '09:00', place: 2 }
] as const;

/** The manager of the example puts down who is on duty from yesterday, whose night is not over, to the same day of next week. */
export async function setRota(app: App): Promise<void> {
  const { recordId: id } = await source(app, 'staff', 'MGR01');
  for (const { staff, ...hours } of shifts) {
    const ctx = app.context({
      ...{ kind: 'staff', id, sessionId: 'demo', assurance: 'passkey' },
      ...{ stepUpUntil: null, roles: ['manager'] }
    });
    const { recordId: staffId } = await source(app, 'staff', staff);
    await addShifts(ctx, { staffId, fromOn: plusDays(dayOf(ctx.now), -1), toOn: plusDays(dayOf(ctx.now), 7), ...hours });
  }
}
