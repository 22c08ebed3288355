import { expect, test } from 'vitest';
import { saveChild } from '#lib/children/children.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { saveAllocation } from '#lib/routing/routing.server.ts';
import { giveBack, givenBack, handOver } from '#lib/sign-in/devices/kiosk.server.ts';
import { readSession } from '#lib/sign-in/sign-in.server.ts';
import { command, staffActor, testApp, visitor } from '#tests/setup/app.ts';

async function town() {
  const t = await testApp();
  const childId = await saveChild(t.as(command), { firstName: 'Robin', lastName: 'Test', bornOn: '2016-02-03' });
  const roles = [{ role: 'iro', fromOn: '2020-01-01', toOn: null }] as const;
  const iro = await saveStaff(t.as(command), { name: 'Sam Okafor', roles: [...roles] });
  await saveAllocation(t.as(command), { childId, staffId: iro, role: 'iro', fromOn: '2026-01-01', toOn: null });
  const { token } = await handOver(t.as(staffActor(iro)), childId);
  const who = async () => t.as((await readSession(t.app.database.db, t.clock.now(), token)) ?? visitor);
  return { ...t, childId, who };
}

test('a button pressed twice, Send or giving it back, is told twice the same; then the visit is over', async () => {
  const { who, clock, app } = await town();
  const ctx = await who();
  const id = await giveBack(ctx, true);
  clock.forward(5_000);
  expect(await giveBack(await who(), true)).toBe(id);
  // Whatever the second press was, the first is what happened.
  expect(await giveBack(await who(), false)).toBe(id);
  expect(await givenBack(app.context(visitor), id)).toMatchObject({ sent: true });
  const acts = await app.database.db.selectFrom('audit').select('verb').where('verb', '=', 'device.give-back').execute();
  expect(acts).toHaveLength(1);
  clock.forward(26_000);
  expect((await who()).actor).toEqual(visitor);
});
