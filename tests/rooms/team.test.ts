import { readdir } from 'node:fs/promises';
import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { readPhoto, savePhoto } from '#lib/attachments/attachments.server.ts';
import { openPhoto, shownOpenly } from '#lib/people/open.server.ts';
import { noHellos } from '#lib/people/page.ts';
import { saveOwnPage } from '#lib/people/pages.server.ts';
import { saveStaff, setStaffPhoto } from '#lib/people/people.server.ts';
import { rowOfDays, type StaffGiven } from '#lib/people/staff.ts';
import { childActor, command, staffActor, testApp, visitor } from '#tests/setup/app.ts';
import { importing } from '#tests/setup/importing.ts';

vi.setConfig({ testTimeout: 60_000 });

const invented = '019afd1c-0000-7000-8000-000000000000';
const notThere = expect.objectContaining({ problem: 'not-found' });

async function team() {
  const { as } = await testApp();
  const ctx = as(command);
  const bytes = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#396' } })
    .png()
    .toBuffer();
  const person = async (given: StaffGiven, photo = true) => {
    const id = await saveStaff(ctx, given);
    if (!photo) return { id, photoId: '' };
    const photoId = await savePhoto(ctx, { owner: 'staff', ownerId: id, bytes }, (ctx, photo) => setStaffPhoto(ctx, id, photo));
    return { id, photoId };
  };
  const photoFor = (photoId: string) => openPhoto(as(visitor), photoId).catch((error: unknown) => error);
  return { as, ctx, person, photoFor };
}

test('anybody sees who agreed to be shown, by name, face and working days, and nobody else', async () => {
  const { as, ctx, person, photoFor } = await team();
  // Nobody chose to show their number, their hours or a hello.
  const nothingMore = { hours: null, phone: null, hello: null };
  const sam = await person({
    name: 'Sam Okoro',
    called: 'Sam',
    phone: '01632 960101',
    email: 'sam@council.example',
    workingDays: '1234',
    shownOpenly: true
  });
  await person({ name: 'Amina Yusuf', shownOpenly: true }, false);
  const grace = await person({ name: 'Grace Hughes' });
  const left = await person({ name: 'Lee Hart', shownOpenly: true, active: false });
  const shown = [
    { name: 'Amina Yusuf', called: 'Amina', photoId: null, workingDays: '12345', ...nothingMore },
    { name: 'Sam Okoro', called: 'Sam', photoId: sam.photoId, workingDays: '1234', ...nothingMore }
  ];
  for (const actor of [visitor, childActor('somebody'), childActor('somebody', { assurance: 'card' }), staffActor(grace.id)])
    expect(await shownOpenly(as(actor))).toEqual(shown);
  await expect(shownOpenly(ctx)).rejects.toEqual(notThere);
  expect(await photoFor(sam.photoId)).toMatchObject({ mediaType: 'image/webp' });
  const none = await photoFor(invented);
  expect(none).toEqual(notThere);
  expect(await Promise.all([grace, left].map(({ photoId }) => photoFor(photoId)))).toEqual([none, none]);
  // The door for those who are signed in stays as it was.
  await expect(readPhoto(as(visitor), sam.photoId)).rejects.toEqual(notThere);
});

test('the agreement stays when it is left out, and taking it back takes the photograph away at once', async () => {
  const { as, ctx, person, photoFor } = await team();
  const { id, photoId } = await person({ name: 'Sam Okoro', shownOpenly: true });
  await saveStaff(ctx, { id, name: 'Sam Okoro-Price' });
  expect(await shownOpenly(as(visitor))).toMatchObject([{ name: 'Sam Okoro-Price', photoId }]);
  await saveStaff(ctx, { id, name: 'Sam Okoro-Price', shownOpenly: false });
  expect(await shownOpenly(as(visitor))).toEqual([]);
  expect(await photoFor(photoId)).toEqual(await photoFor(invented));
  await saveStaff(ctx, { id, name: 'Sam Okoro-Price', shownOpenly: true });
  await setStaffPhoto(ctx, id, null);
  expect(await shownOpenly(as(visitor))).toMatchObject([{ photoId: null }]);
  expect(await photoFor(photoId)).toEqual(notThere);
});

test('who shows no photograph on the open page has none there, for anybody who knows its address', async () => {
  const { as, person, photoFor } = await team();
  const { id, photoId } = await person({ name: 'Sam Okoro', shownOpenly: true });
  const page = { hellos: noHellos, days: ['1'], from: '', to: '', replyDays: '3', shownOpenly: true };
  await saveOwnPage(as(staffActor(id)), { ...page, shows: ['hours'] });
  expect(await shownOpenly(as(visitor))).toMatchObject([{ name: 'Sam Okoro', photoId: null }]);
  expect(await photoFor(photoId)).toEqual(notThere);
  await saveOwnPage(as(staffActor(id)), { ...page, shows: ['photo'] });
  expect(await photoFor(photoId)).toMatchObject({ mediaType: 'image/webp' });
});

test('days in a row are said by their first and last, others one by one', () => {
  const rows = ['12345', '1234', '345', '1234567', '12', '1245', '135', '5', ''].map(rowOfDays);
  expect(rows.map((row) => row && row.from + row.to)).toEqual(['15', '14', '35', '17', null, null, null, null, null]);
});

test('a name that cannot be opened is not shown as a gap', async () => {
  const { as, ctx, person } = await team();
  const { id } = await person({ name: 'Sam Okoro', shownOpenly: true }, false);
  await person({ name: 'Tom Bell', shownOpenly: true }, false);
  await ctx.db
    .updateTable('staff')
    .set({ name_sealed: Buffer.from('not what was sealed') })
    .where('id', '=', id)
    .execute();
  expect((await shownOpenly(as(visitor))).map(({ name }) => name)).toEqual(['Tom Bell']);
});

test('a council’s file says who agreed: yes shows, no and an empty cell hide, silence changes nothing', async () => {
  const { take, as } = await importing();
  const shown = async () => (await shownOpenly(as(visitor))).map(({ called }) => called);
  const file = (sam: string, amina: string) =>
    take({ 'staff.csv': `staff_id,name,role,shown_on_team_page\nS1,Sam Okoro,iro,${sam}\nS2,Amina Yusuf,iro,${amina}\n` });
  await take({ 'staff.csv': 'staff_id,name,role\nS1,Sam Okoro,iro\nS2,Amina Yusuf,iro\n' });
  expect(await shown()).toEqual([]);
  const agreed = await file('Yes', 'y');
  expect(agreed.changes.map(({ fields }) => fields)).toEqual([['shownOpenly'], ['shownOpenly']]);
  expect(await shown()).toEqual(['Amina', 'Sam']);
  await take({ 'staff.csv': 'staff_id,name,role\nS1,Sam Okoro,iro\n' });
  expect(await shown()).toEqual(['Amina', 'Sam']);
  expect((await file('maybe', 'no')).findings).toEqual([
    { file: 'staff.csv', line: 2, column: 'shown_on_team_page', code: 'not-yes-no' }
  ]);
  expect(await shown()).toEqual(['Sam']);
  await file('', 'no');
  expect(await shown()).toEqual([]);
});

test('the examples show three of four reviewing officers with their photographs; the dataset shows nobody', async () => {
  const { take, as } = await importing();
  expect(await readdir('examples/photos')).toContain('IRO03.png');
  await take('examples/council-ssd', { photos: 'examples/photos' });
  expect(await shownOpenly(as(visitor))).toEqual([]);
  await take('examples/council', { photos: 'examples/photos' });
  const people = await shownOpenly(as(visitor));
  expect(people.map(({ called }) => called)).toEqual(['Amina', 'Sam', 'Tom']);
  for (const { photoId } of people)
    expect(await openPhoto(as(visitor), photoId ?? '')).toMatchObject({ mediaType: 'image/webp' });
  const hidden = await as(command).db.selectFrom('staff').select('photo_id').where('shown_openly', '=', 0).execute();
  const photos = hidden.flatMap(({ photo_id }) => (photo_id ? [photo_id] : []));
  expect(photos.length).toBeGreaterThan(2);
  for (const photoId of photos) await expect(openPhoto(as(visitor), photoId)).rejects.toEqual(notThere);
  await take('examples/council-ssd');
  expect(await shownOpenly(as(visitor))).toHaveLength(3);
});
