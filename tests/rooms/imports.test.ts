import { readFile, stat } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { childFor, setBand } from '#lib/children/children.server.ts';
import { importFolder } from '#lib/imports/imports.server.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { desksOf } from '#lib/routing/routing.server.ts';
import type { Context } from '#lib/context.ts';
import { shiftExamples } from '#commands/example-dates.ts';
import { childActor } from '#tests/setup/app.ts';
import { freshFolder } from '#tests/setup/database.ts';
import { filesIn, folderOf, found, importing, said, sizes, worldOf } from '#tests/setup/importing.ts';

// Whole councils go in, several times over.
vi.setConfig({ testTimeout: 240_000 });

const plain = 'examples/council';
const dataset = 'examples/council-ssd';

test('the example files: a dry run changes nothing, applying takes everything, the same again takes nothing', async () => {
  const { type, ctx } = await importing();
  const before = await sizes(ctx());
  const dry = await type(plain);
  expect(dry.code, dry.lines.join('\n')).toBe(0);
  expect(dry.lines.join('\n')).toContain('40 new, 0 changed');
  expect(dry.lines.at(-1)).toContain('dry run');
  expect(await sizes(ctx())).toEqual(before);
  const applied = await type(plain, '--apply');
  expect(applied.code, applied.lines.join('\n')).toBe(0);
  expect(applied.lines.at(-1)).toBe('Applied.');
  const after = await sizes(ctx());
  expect(after).toMatchObject({ staff: 13, children: 40, covers: 2, staged_rows: 0 });
  const audited = (await verifyChain(ctx())).entries;
  const again = await type(plain, '--apply');
  expect(again.lines.at(-1)).toBe('There is nothing to change.');
  expect(await sizes(ctx())).toEqual(after);
  // An import says that it began and ended; no record was written again.
  expect(await verifyChain(ctx())).toEqual({ entries: audited + 2, broken: null });
});

test('what the examples promise: a cover, a child without an IRO, one whose IRO changes, a desk', async () => {
  const { take, ctx, clock } = await importing();
  await take(plain);
  const world = await worldOf(ctx());
  expect(world['Robin Ashby']).toMatchObject({
    iro: 'Sam Okoro',
    reads: 'Sam Okoro',
    band: '8-11',
    review: { on: '2026-11-25', late: false, heldLast: '2026-05-29' }
  });
  expect(world['Kai Mensah']).toMatchObject({ iro: 'Sam Okoro', band: '12-17' });
  expect(world['Mina Dewar']).toMatchObject({ iro: 'Grace Hughes', reads: 'Amina Yusuf', covered: true });
  expect(world['Jordan Pike']).toMatchObject({ iro: null, reads: null, socialWorkers: ['Joanne Clarke'] });
  expect(world['Ellis Reid']).toMatchObject({ iro: 'Tom Bell' });
  expect(Object.values(world).filter((child) => JSON.stringify(child).includes('"late":true'))).toEqual([]);
  const desksAt = async (email: string) => desksOf(ctx(), await staffWith(ctx(), email));
  expect(await desksAt('priya.nair@marrowdale.example')).toEqual(['iro-team']);
  expect(await desksAt('nadia.rahman@marrowdale.example')).toEqual(['duty']);
  expect(await desksAt('ffion@hearth-and-voice.example')).toEqual(['advocates']);
  expect(await desksAt('dee.walsh@marrowdale.example')).toEqual([]);
  clock.set('2026-11-23T09:00:00Z');
  expect((await worldOf(ctx()))['Ellis Reid']).toMatchObject({ iro: 'Amina Yusuf', reads: 'Amina Yusuf' });
  clock.set('2026-12-04T23:59:00Z');
  expect((await worldOf(ctx()))['Mina Dewar']).toMatchObject({ reads: 'Amina Yusuf' });
  clock.set('2026-12-05T00:00:00Z');
  expect((await worldOf(ctx()))['Mina Dewar']).toMatchObject({ reads: 'Grace Hughes', covered: false });
});

test('the same people as tables of the Safeguarding Dataset come out the same, and again change nothing', async () => {
  const one = await importing();
  await one.take(plain);
  const other = await importing();
  const result = await other.take(dataset);
  expect(result.refusals).toEqual([]);
  expect(result.notRead).toEqual([{ file: 'ssd_cla_placement.csv', why: 'it holds placements and is never opened' }]);
  expect(await worldOf(other.ctx())).toEqual(await worldOf(one.ctx()));
  expect(result.counts.staff.new).toBe(13);
  expect(result.counts.child.new).toBe(40);
  expect(result.passed.get('ssd_person.csv')).toBe(6);
  expect(found(result)).toContain('ssd_legal_status.csv:41:: short-breaks');
  const again = await other.take(dataset);
  expect(again.changes).toEqual([]);
  expect(again.counts.child).toEqual({ unchanged: 40 });
  // The plain files name the same records: they add to them, and double nobody.
  await other.take(plain);
  expect(await sizes(other.ctx())).toMatchObject({ children: 40, staff: 13, allocations: 82, reviews: 152 });
});

test('example dates move by whole weeks, so that what is near stays near', async () => {
  const to = await freshFolder();
  await shiftExamples(plain, to, '2027-02-04');
  const moved = await filesIn(to);
  // 2027-02-04 is in the week of Monday 1 February, eleven weeks after the examples' own Monday.
  expect(moved['absences.csv']).toContain('IRO03,2027-01-25,2027-02-19,IRO02');
  expect(moved['children.csv']).toContain('0204011,Robin,Ashby,,2016-05-25,');
  const { take, ctx, clock } = await importing();
  clock.set('2027-02-04T09:00:00Z');
  expect(found(await take(to)).filter((line) => !line.includes('starts-later'))).toEqual([]);
  expect((await worldOf(ctx()))['Mina Dewar']).toMatchObject({ reads: 'Amina Yusuf' });
});

async function staffWith(ctx: Context, email: string): Promise<string> {
  const index = ctx.vault.index('staff-email', email);
  const found = await ctx.db.selectFrom('staff').select('id').where('email_index', '=', index).executeTakeFirstOrThrow();
  return found.id;
}

test('one cell seats somebody at several desks, an empty one at none; silence and other systems keep their seats', async () => {
  const { take, ctx } = await importing();
  const header = 'staff_id,name,email,role,desk\n';
  const sam = (desks: string) => `S1,Sam Okoro,sam@c.example,iro,${desks}\n`;
  const dee = (desks: string) => `S2,Dee Walsh,dee@c.example,social_worker,${desks}\n`;
  const seats = async () =>
    Promise.all(
      ['sam', 'dee', 'ffion'].map(async (name) => (await desksOf(ctx(), await staffWith(ctx(), `${name}@c.example`))).sort())
    );
  const outside = 'staff_id,name,email,role,desk\nA1,Ffion Ellery,ffion@c.example,Independent Advocate,advocates\n';
  await take({ 'staff.csv': outside }, { system: 'charity' });
  await take({ 'staff.csv': header + sam('"duty, IRO-team"') + dee('duty') });
  expect(await seats()).toEqual([['duty', 'iro-team'], ['duty'], ['advocates']]);
  const again = await take({ 'staff.csv': header + sam('iro-team;duty') + dee('duty') });
  expect(again.changes).toEqual([]);
  await take({ 'staff.csv': header + sam('advocates iro-team') });
  expect(await seats()).toEqual([['advocates', 'iro-team'], ['duty'], ['advocates']]);
  await take({ 'staff.csv': 'staff_id,name,email,role\nS1,Sam Okoro,sam@c.example,iro\n' });
  expect(await seats()).toEqual([['advocates', 'iro-team'], ['duty'], ['advocates']]);
  const refused = await take({ 'staff.csv': header + sam('duty; reception') + dee('') });
  expect(found(refused)).toEqual(['staff.csv:2:desk: unknown-desk']);
  expect(said(refused)).toContain('write one or more of iro-team, duty, advocates, complaints, with ; between');
  expect(await seats()).toEqual([['advocates', 'iro-team'], [], ['advocates']]);
});

const people = {
  'staff.csv': 'staff_id,name,role,called\nS1,Sam Okoro,iro,Sam\nS2,Amina Yusuf,iro,\nS3,Dee Walsh,social_worker,\n',
  'children.csv': 'lcs_id,first_name,last_name,date_of_birth\nC1,Robin,Ashby,2016-03-09\nC2,Kai,Mensah,2011-06-21\n',
  'allocations.csv':
    'allocation_ref,lcs_id,staff_id,role,start_date,end_date\nA1,C1,S1,iro,2026-01-05,\nA2,C2,S1,iro,2026-01-05,\n'
};

test('an allocation that ends, and a new one, change who has the child; who had it is kept', async () => {
  const { take, ctx } = await importing();
  await take(people);
  const result = await take({
    'allocations.csv':
      'allocation_ref,lcs_id,staff_id,role,start_date,end_date\nA1,C1,S1,iro,2026-01-05,2026-11-15\nA2,C2,S1,iro,2026-01-05,\nA3,C1,S2,iro,2026-11-16,\n'
  });
  expect(result.changes).toEqual([{ file: 'allocations.csv', line: 2, entity: 'allocation', fields: ['toOn'] }]);
  expect(result.counts.allocation).toEqual({ new: 1, changed: 1, unchanged: 1 });
  expect((await worldOf(ctx()))['Robin Ashby']).toMatchObject({ iro: 'Amina Yusuf' });
  await take({ 'allocations.csv': 'allocation_ref,lcs_id,staff_id,role,start_date,end_date\nA3,C1,S1,iro,2026-11-16,\n' });
  expect((await worldOf(ctx()))['Robin Ashby']).toMatchObject({ iro: 'Sam Okoro' });
});

test('of two IROs at once the later start wins from its day, and it is said', async () => {
  const { take, ctx, clock } = await importing();
  const result = await take({
    ...people,
    'allocations.csv':
      'allocation_ref,lcs_id,staff_id,role,start_date\nA1,C1,S1,iro,2026-01-05\nA2,C1,S2,iro,2026-11-30\nA3,C2,S1,iro,2026-02-02\nA4,C2,S2,iro,2026-02-02\n'
  });
  expect(found(result)).toEqual(
    [
      'allocations.csv:2:end_date: two-iros',
      'allocations.csv:3:: starts-later',
      'allocations.csv:5:start_date: same-start'
    ].sort()
  );
  expect((await worldOf(ctx()))['Robin Ashby']).toMatchObject({ iro: 'Sam Okoro' });
  clock.set('2026-11-30T09:00:00Z');
  expect((await worldOf(ctx()))['Robin Ashby']).toMatchObject({ iro: 'Amina Yusuf' });
  expect((await worldOf(ctx()))['Kai Mensah']).toMatchObject({ iro: 'Sam Okoro' });
});

test('a cover for one child, and an absence that moves', async () => {
  const { take, ctx } = await importing();
  const covers = `${people['allocations.csv']}A9,C2,S2,iro_cover,2026-11-10,2026-11-20\n`;
  await take({
    ...people,
    'allocations.csv': covers,
    'absences.csv': 'staff_id,from,to,covered_by\nS1,2026-11-16,2026-11-18,S3\n'
  });
  expect(await worldOf(ctx())).toMatchObject({
    'Kai Mensah': { iro: 'Sam Okoro', reads: 'Amina Yusuf' },
    'Robin Ashby': { iro: 'Sam Okoro', reads: 'Dee Walsh' }
  });
  const moved = await take({ 'absences.csv': 'staff_id,from,to,covered_by\nS1,2026-11-16,2026-11-16,S3\n' });
  expect(moved.counts.absence).toEqual({ changed: 1 });
  expect((await worldOf(ctx()))['Robin Ashby']).toMatchObject({ reads: 'Sam Okoro' });
});

test('records made one: what names the old one means the new one from then on', async () => {
  const { take, ctx } = await importing();
  await take(people);
  const merged =
    'lcs_id,first_name,last_name,date_of_birth,merged_into\nC1,Robin,Ashby,2016-03-09,C3\nC3,Robin,Ashby,2016-03-09,\nC4,Robyn,Ashby,2016-03-09,C3\nC5,A,B,2016-03-09,C5\n';
  const result = await take({
    'children.csv': merged,
    'allocations.csv': people['allocations.csv'].replace('A1,C1,S1', 'A1,C1,S2')
  });
  expect(found(result)).toEqual(['children.csv:5:merged_into: merge-circle']);
  const rows = await ctx().db.selectFrom('children').select(['id', 'status', 'merged_into']).orderBy('id').execute();
  expect(rows.map((row) => row.status).sort()).toEqual(['in-care', 'in-care', 'merged']);
  const old = rows.find((row) => row.status === 'merged');
  const allocation = await ctx()
    .db.selectFrom('allocations')
    .select('child_id')
    .where('child_id', '=', old?.merged_into ?? '')
    .execute();
  expect(allocation).toHaveLength(1);
  expect((await take({ 'children.csv': merged })).counts.child).toEqual({ unchanged: 3, problem: 1, missing: 1 });
});

test('what is missing from a file goes on, is noted and named, and comes back', async () => {
  const { take, ctx } = await importing();
  await take(people);
  const without = { 'children.csv': people['children.csv'].replace(/C2.*\n/, '') };
  const result = await take(without);
  expect(result.missing).toEqual([{ entity: 'child', key: 'C2', since: null }]);
  expect((await worldOf(ctx()))['Kai Mensah']).toMatchObject({ status: 'in-care', iro: 'Sam Okoro' });
  expect((await take(without)).missing).toEqual([{ entity: 'child', key: 'C2', since: '2026-11-17T09:00:00.000Z' }]);
  expect((await take(people)).missing).toEqual([]);
  expect((await take(people, { apply: false })).missing).toEqual([]);
  const rows = await ctx()
    .db.selectFrom('source_records')
    .select('missing_since')
    .where('missing_since', 'is not', null)
    .execute();
  expect(rows).toEqual([]);
});

test('a file with fewer columns leaves the others as they are, and an empty cell empties', async () => {
  const { take, ctx } = await importing();
  await take({ ...people, 'reviews.csv': 'review_ref,lcs_id,due_on,held_on\nR1,C1,2026-05-29,2026-05-29\nR2,C1,2026-11-25,\n' });
  await take({
    'reviews.csv': 'review_ref,lcs_id,due_on\nR1,C1,2026-05-28\n',
    'staff.csv': 'staff_id,name,role\nS1,Sam Okoro-Price,iro\n'
  });
  expect((await worldOf(ctx()))['Robin Ashby']).toMatchObject({ review: { on: '2026-11-25', heldLast: '2026-05-29' } });
  const cards = [
    ...(
      await staffCards(
        ctx(),
        (await ctx().db.selectFrom('staff').select('id').execute()).map(({ id }) => id)
      )
    ).values()
  ];
  expect(cards.find(({ name }) => name === 'Sam Okoro-Price')?.called).toBe('Sam');
  await take({ 'staff.csv': 'staff_id,name,role,called\nS1,Sam Okoro-Price,iro,\n' });
  const [id = ''] = cards.filter(({ name }) => name === 'Sam Okoro-Price').map((card) => card.id);
  expect((await staffCards(ctx(), [id])).get(id)?.called).toBe('Sam');
  expect(await ctx().db.selectFrom('staff').select('called_sealed').where('id', '=', id).execute()).toEqual([
    { called_sealed: null }
  ]);
});

test('what the child chose stays when something else changes; only a change of it in the file comes over it', async () => {
  const { take, as, ctx } = await importing();
  const file = (last: string, band: string) =>
    take({
      'children.csv': `lcs_id,first_name,last_name,date_of_birth,band,privacy,language\nC1,Robin,${last},2016-03-09,${band},shared,en\n`
    });
  await file('Ashby', '8-11');
  const { id } = await ctx().db.selectFrom('children').select('id').executeTakeFirstOrThrow();
  await setBand(as(childActor(id)), id, '12-17');
  await ctx().db.updateTable('children').set({ privacy: 'watched', language: 'cy' }).execute();
  expect((await file('Ashby-Lane', '8-11')).changes).toMatchObject([{ fields: ['lastName'] }]);
  const chosen = { lastName: 'Ashby-Lane', band: '12-17', privacy: 'watched', language: 'cy' };
  expect(await childFor(ctx(), id)).toMatchObject(chosen);
  await file('Ashby-Lane', '4-7');
  expect(await childFor(ctx(), id)).toMatchObject({ ...chosen, band: '4-7' });
});

test('a record of which something cannot be opened is left as it is and named; the others go in', async () => {
  const { take, ctx } = await importing();
  await take(people);
  const broken = Buffer.from('not what was sealed');
  await ctx().db.updateTable('staff').set({ called_sealed: broken }).where('called_sealed', 'is not', null).execute();
  const file = 'staff_id,name,role\nS1,Sam Okoro-Price,iro\nS2,Amina Yusuf-Hale,iro\n';
  const result = await take({ 'staff.csv': file });
  expect(found(result)).toEqual(['staff.csv:2:: damaged']);
  const rows = await ctx().db.selectFrom('staff').select(['rev', 'called_sealed']).orderBy('rev').execute();
  expect(rows.map(({ rev }) => rev)).toEqual([1, 1, 2]);
  expect(rows.filter((row) => row.called_sealed && Buffer.from(row.called_sealed).equals(broken))).toHaveLength(1);
  expect(found(await take({ 'staff.csv': file.replace('role', 'role,called').replaceAll(',iro', ',iro,Mo') }))).toEqual([]);
});

test('a child whose care ended in the dataset is ended here; one we never had stays out', async () => {
  const { take, ctx } = await importing();
  await take(dataset);
  const files = await filesIn(dataset);
  const episodes = (files['ssd_cla_episodes.csv'] ?? '').replace(/^(E0204011,.*N1),,/m, '$1,2026-11-13 00:00:00,');
  await take({ ...files, 'ssd_cla_episodes.csv': episodes });
  expect((await worldOf(ctx()))['Robin Ashby']).toMatchObject({ status: 'ended', endedOn: '2026-11-13' });
  expect(await sizes(ctx())).toMatchObject({ children: 40 });
});

test('an import that is stopped, wherever that is, goes on and ends as if it had not been', async () => {
  const one = await importing();
  const dir = await folderOf(people);
  await one.take(dir);
  const other = await importing();
  const given = { dir, apply: true, mappingFile: null, photosDir: null, system: 'lcs' };
  let done = false;
  let stops = 0;
  for (let after = 3; !done; after += 4) {
    let left = after;
    const failing = () => {
      left -= 1;
      if (left < 0) throw new Error('the power went');
      return other.ctx();
    };
    done = await importFolder(failing, given).then(
      () => true,
      () => false
    );
    if (!done) stops += 1;
  }
  expect(stops).toBeGreaterThan(4);
  // What was staged when the power went is cleared away by the next import after a day.
  other.clock.forward(25 * 3_600_000);
  one.clock.forward(25 * 3_600_000);
  expect(await importFolder(other.ctx, given)).toMatchObject({ findings: [], changes: [] });
  const { staged_rows: left, ...whole } = await sizes(other.ctx());
  expect(whole).toEqual(Object.fromEntries(Object.entries(await sizes(one.ctx())).filter(([table]) => table !== 'staged_rows')));
  expect(left).toBe(0);
  expect(await worldOf(other.ctx())).toEqual(await worldOf(one.ctx()));
});

test('staged rows of an import that was killed are gone after a day', async () => {
  const { take, ctx, clock } = await importing();
  const when = '2026-11-16T08:59:00.000Z';
  await ctx()
    .db.insertInto('imports')
    .values({
      id: 'old',
      digest: 'd',
      source_system: 'lcs',
      state: 'applying',
      started_at: when,
      applied_at: null,
      files: 1,
      rows: 1
    })
    .execute();
  await ctx()
    .db.insertInto('staged_rows')
    .values({
      id: 'r',
      import_id: 'old',
      entity: 'child',
      file: 'f',
      line: 1,
      key_index: 'k',
      row_index: '',
      outcome: 'new',
      row_sealed: Buffer.from('x'),
      slice: 0
    })
    .execute();
  clock.set('2026-11-17T09:00:00Z');
  await take({}, { apply: false });
  expect(await sizes(ctx())).toMatchObject({ staged_rows: 0 });
});

test('the report says where and what to do, and is readable by its owner only', async () => {
  const { type } = await importing();
  const dir = await folderOf({
    ...people,
    'children.csv': 'lcs_id,first_name,last_name,date_of_birth\nC1,Robin,Ashby,11/16/2016\nC2,Kai,Mensah,2011-06-21\n'
  });
  const { code, lines } = await type(dir, '--apply');
  expect(code).toBe(1);
  expect(lines).toContain(
    'problem: children.csv line 2, date_of_birth: is a date with the month first (there is no month 13 or later) -> export dates as 2026-11-16 or 16/11/2026'
  );
  expect(lines).toContain('Left out: 2 rows.');
  const path = lines.find((line) => line.startsWith('Report: '))?.slice('Report: '.length) ?? '';
  const report = await readFile(path, 'utf8');
  expect(report).toContain('problem,children.csv,2,date_of_birth,');
  expect(report).toContain('problem,allocations.csv,2,lcs_id,is about a child whose own row has a problem');
  expect(report).not.toMatch(/Robin|Ashby|11\/16/);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a folder or a mapping that cannot be read is said in words', async () => {
  const { type } = await importing();
  expect(await type('/nowhere/at/all')).toEqual({
    code: 2,
    lines: ['Nothing could be imported: there is no folder /nowhere/at/all, or it cannot be read']
  });
  expect((await type()).lines[0]).toContain('Say which folder');
  const dir = await folderOf({ ...people, 'mapping.json': '{ "roles": { "IRO": "boss" }, "colour": 1 }' });
  const { code, lines } = await type(dir);
  expect(code).toBe(2);
  expect(lines[0]).toContain('mapping.json is not a mapping');
  expect(lines[0]).toContain('roles.IRO');
});
