import { bankHolidays, plusDays, usualHolidays } from '#lib/council/bank-holidays.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { climb } from '#lib/routing/climbing.server.ts';
import { beside } from '#tests/setup/asked-beside.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { heard } from '#tests/setup/heard.ts';
import { startDemo, type RunningDemo } from '#tests/setup/server.ts';
import { expect, test } from '#tests/setup/story.ts';
import { arrives, asPerson, follow, opensAsked, press } from '#tests/setup/way.ts';

test('a worry at 23:00 on a bank holiday climbs along the rota until somebody says “I have it”', async ({ visit, watch }) => {
  const day = nextBankHoliday();
  const demo = await startDemo();
  watch.home(demo.url);
  try {
    await heard(demo, 'clock', '--set', `${day}T22:30:00`);
    const manager = await visit({ baseURL: demo.url });
    await asPerson(manager, demo.person('manager'));
    await manager.goto('/staff/cover/rota');
    await expect(manager.getByText('Nobody is on the rota now.')).toBeVisible();
    for (const [name, order] of [
      ['Nadia Rahman', 'first'],
      ['Priya Nair', 'second']
    ] as const) {
      await manager.getByLabel('Who').selectOption(name);
      await manager.getByLabel('First day').fill(day);
      await manager.getByLabel('Last day').fill(day);
      await manager.getByLabel('Asked').selectOption(order);
      await press(manager, 'Put on the rota');
      await expect(manager.getByText('Saved.')).toBeVisible();
    }
    await axeClean(manager);

    await heard(demo, 'clock', '--set', `${day}T23:00:00`);
    const child = await visit({ baseURL: demo.url });
    await asPerson(child, demo.person('child-8-11'));
    await arrives(child);
    await follow(child, 'Get help');
    await press(child, 'Send this now');
    await expect(child.getByText('Nobody has opened this yet')).toBeVisible();
    const where = new URL(child.url()).pathname;

    expect(await climbed(demo)).toEqual(['Nadia Rahman']);
    await heard(demo, 'clock', '--forward', '31m');
    expect(await climbed(demo)).toEqual(['Nadia Rahman', 'Priya Nair']);
    await asPerson(child, demo.person('child-8-11'));
    await child.goto(where);
    await expect(child.getByText('Nobody has opened this yet')).toBeVisible();
    await expect(child.locator('a[href="tel:01632960199"]').first()).toBeVisible();

    // The next in line opens it: that is said, and not that anybody has it.
    await asPerson(manager, demo.person('manager'));
    await manager.goto('/staff/morning');
    await expect(manager.getByText('Robin A. says they are not safe. Nobody has opened it.')).toBeVisible();
    await expect(manager.getByText(/^On duty now: Nadia Rahman and Priya Nair\./)).toBeVisible();
    await opensAsked(manager, 'Robin', 'Says they are not safe.');
    await child.reload();
    await expect(child.getByText('Priya opened it')).toBeVisible();
    await expect(child.getByText('Nobody has opened this yet')).toHaveCount(0);
    await expect(child.getByText('Priya has it')).toHaveCount(0);

    await press(manager, 'I have it');
    await expect(manager.getByText('Priya has it.')).toBeVisible();
    await axeClean(manager);
    await child.reload();
    await expect(child.getByText('Priya has it')).toBeVisible();
    await axeClean(child);

    // Nobody is woken any more.
    await heard(demo, 'clock', '--forward', '2h');
    expect(await climbed(demo)).toEqual(['Nadia Rahman', 'Priya Nair']);
  } finally {
    await demo.stop();
  }
});

const job = { kind: 'job', id: 'climb', assurance: 'host' } as const;

/** Runs the minute's job as another worker process would; gives who was asked by name so far, in order. */
const climbed = (demo: RunningDemo): Promise<string[]> =>
  beside(demo, async (app) => {
    await climb(app.context(job));
    const rows = await app.database.db.selectFrom('outbox').select('dedupe_key').orderBy('created_at').orderBy('id').execute();
    const ids = rows.flatMap(({ dedupe_key }) =>
      dedupe_key.startsWith('climbed:') && dedupe_key.includes(':rota-') ? [dedupe_key.split(':').at(-1) ?? ''] : []
    );
    const cards = await staffCards(app.context(job), ids);
    return ids.map((id) => cards.get(id)?.name ?? '');
  });

function nextBankHoliday(): string {
  const today = new Date().toISOString().slice(0, 10);
  const year = Number(today.slice(0, 4));
  const days = [year, year + 1].flatMap((one) => bankHolidays[one] ?? usualHolidays(one)).sort();
  return days.find((day) => day > plusDays(today, 7)) ?? plusDays(today, 30);
}
