import sharp from 'sharp';
import { expect, test } from 'vitest';
import { isSamePhoto, readPhoto, savePhoto } from '#lib/attachments/attachments.server.ts';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { childCards, childFor, circleOf, saveChild, saveContact, setBand } from '#lib/children/children.server.ts';
import { councilSettings, setCouncil } from '#lib/council/council.server.ts';
import { saveStaff, setStaffPhoto, staffCards } from '#lib/people/people.server.ts';
import { makeCover, saveAllocation } from '#lib/routing/routing.server.ts';
import { childActor, command, staffActor, testApp, visitor } from '#tests/setup/app.ts';

const sam = {
  name: 'Sam Okoro',
  called: 'Sam',
  email: 'sam.okoro@marrowdale.example',
  phone: '01632 960 101',
  roles: [{ role: 'iro', fromOn: '2026-01-05', toOn: null }]
} as const;

test('a worker is saved, and changed without losing what was left out', async () => {
  const { as } = await testApp();
  const ctx = as(command);
  const id = await saveStaff(ctx, { ...sam, replyDays: 2 });
  await saveStaff(ctx, { id, name: 'Sam Okoro-Price', phone: null });
  const card = (await staffCards(ctx, [id, 'nobody'])).get(id);
  expect(card).toEqual({
    id,
    name: 'Sam Okoro-Price',
    called: 'Sam',
    phone: null,
    email: sam.email,
    photoId: null,
    workingDays: '12345',
    replyDays: 2,
    active: true
  });
  expect(await ctx.db.selectFrom('staff_roles').select(['staff_id', 'role']).execute()).toEqual([{ staff_id: id, role: 'iro' }]);
  expect((await verifyChain(ctx)).broken).toBe(null);
});

test('a child has an age, the band of that age, and a card that says no more than a list needs', async () => {
  const { as } = await testApp();
  const ctx = as(command);
  const id = await saveChild(ctx, { firstName: 'Robin', lastName: 'Ashby', bornOn: '2016-03-02', enteredCareOn: '2024-01-09' });
  expect((await childCards(ctx, [id])).get(id)).toEqual({
    id,
    called: 'Robin',
    lastInitial: 'A',
    age: 10,
    band: '8-11',
    language: 'en',
    interpreter: false,
    status: 'in-care'
  });
  await setBand(as(childActor(id, { assurance: 'card' })), id, '12-17');
  await saveChild(ctx, { id, firstName: 'Robin', lastName: 'Ashby', knownAs: 'Rob' });
  expect(await childFor(as(childActor(id)), id)).toMatchObject({
    called: 'Rob',
    firstName: 'Robin',
    bornOn: '2016-03-02',
    age: 10,
    band: '12-17',
    privacy: 'shared',
    enteredCareOn: '2024-01-09'
  });
});

test('a stranger, another child and a made-up id get the same answer', async () => {
  const { as } = await testApp();
  const id = await saveChild(as(command), { firstName: 'Kai', lastName: 'Mensah', bornOn: '2011-05-05' });
  const nowhere = { problem: 'not-found' };
  await expect(childFor(as(staffActor('019aaaaa-0000-7000-8000-000000000001')), id)).rejects.toMatchObject(nowhere);
  await expect(childFor(as(childActor('another')), id)).rejects.toMatchObject(nowhere);
  await expect(childFor(as(command), 'made-up')).rejects.toMatchObject(nowhere);
  await expect(setBand(as(childActor('another')), id, '4-7')).rejects.toMatchObject(nowhere);
  await expect(saveChild(as(visitor), { firstName: 'A', lastName: 'B' })).rejects.toMatchObject(nowhere);
  await expect(saveStaff(as(staffActor('s')), sam)).rejects.toMatchObject(nowhere);
});

test('the circle holds who may be told, today', async () => {
  const { as } = await testApp();
  const ctx = as(command);
  const childId = await saveChild(ctx, { firstName: 'Mina', lastName: 'Dewar', bornOn: '2017-02-01' });
  const mum = await saveContact(ctx, {
    childId,
    relation: 'mother',
    name: 'Karen Dewar',
    inCircle: true,
    postal: '1 Example Street'
  });
  await saveContact(ctx, { childId, relation: 'father', name: 'Not Told', mayInvite: true });
  const carer = await saveContact(ctx, { childId, relation: 'carer', name: 'June', inCircle: true, endedOn: '2026-12-07' });
  expect(await circleOf(ctx, childId)).toEqual([{ id: mum, name: 'Karen Dewar', relation: 'mother' }]);
  await saveContact(ctx, { id: carer, childId, relation: 'carer', name: 'June', endedOn: null });
  expect((await circleOf(ctx, childId)).map((who) => who.name)).toEqual(['Karen Dewar', 'June']);
  await expect(saveContact(ctx, { id: carer, childId: 'another', relation: 'carer', name: 'June' })).rejects.toMatchObject({
    problem: 'not-found'
  });
});

test('an address is held of parents only: it could be where the child lives', async () => {
  const { as } = await testApp();
  const ctx = as(command);
  const childId = await saveChild(ctx, { firstName: 'Mina', lastName: 'Dewar' });
  const postal = '1 Example Street';
  for (const relation of ['carer', 'grandparent', 'other'] as const)
    await expect(saveContact(ctx, { childId, relation, name: 'June', postal })).rejects.toMatchObject({
      problem: 'invalid',
      fields: { postal: 'not-a-parent' }
    });
  const held = () => ctx.db.selectFrom('contacts').select('postal_sealed').execute();
  expect(await held()).toEqual([]);
  const id = await saveContact(ctx, { childId, relation: 'parent', name: 'June', postal });
  expect(await held()).not.toEqual([{ postal_sealed: null }]);
  await saveContact(ctx, { id, childId, relation: 'carer', name: 'June' });
  expect(await held()).toEqual([{ postal_sealed: null }]);
});

test('what cannot be opened is never saved over, unless it is given anew', async () => {
  const { as } = await testApp();
  const ctx = as(command);
  const named = { firstName: 'Robin', lastName: 'Ashby' };
  const childId = await saveChild(ctx, { ...named, knownAs: 'Rob', bornOn: '2016-03-02' });
  const contact = { childId, relation: 'mother', name: 'Karen' } as const;
  const contactId = await saveContact(ctx, { ...contact, email: 'karen@post.example', postal: '1 Row' });
  const staffId = await saveStaff(ctx, sam);
  const damaged = expect.objectContaining({ problem: 'damaged' });
  const broken = Buffer.from('not what was sealed');

  await ctx.db.updateTable('children').set({ born_sealed: broken }).where('id', '=', childId).execute();
  await expect(saveChild(ctx, { ...named, id: childId })).rejects.toEqual(damaged);
  await ctx.db.updateTable('contacts').set({ postal_sealed: broken }).where('id', '=', contactId).execute();
  await expect(saveContact(ctx, { ...contact, id: contactId })).rejects.toEqual(damaged);
  await ctx.db.updateTable('staff').set({ email_sealed: broken }).where('id', '=', staffId).execute();
  await expect(saveStaff(ctx, { id: staffId, name: sam.name })).rejects.toEqual(damaged);
  const kept = await ctx.db.selectFrom('children').select(['born_sealed', 'rev']).executeTakeFirstOrThrow();
  expect([kept.rev, Buffer.from(kept.born_sealed ?? []).equals(broken)]).toEqual([1, true]);

  await saveChild(ctx, { ...named, id: childId, bornOn: '2016-03-03' });
  expect(await childFor(ctx, childId)).toMatchObject({ called: 'Rob', bornOn: '2016-03-03' });
  await saveContact(ctx, { ...contact, id: contactId, postal: null });
  await saveStaff(ctx, { id: staffId, name: sam.name, email: sam.email });
  expect((await staffCards(ctx, [staffId])).get(staffId)).toMatchObject({ email: sam.email, phone: sam.phone });
});

test('a photograph is written anew: square, with nothing but pixels, and the one before it goes', async () => {
  const { as } = await testApp();
  const ctx = as(command);
  const staffId = await saveStaff(ctx, sam);
  const bytes = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#b85' } })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .jpeg()
    .toBuffer();
  expect((await sharp(bytes).metadata()).exif).toBeDefined();
  const first = await savePhoto(ctx, { owner: 'staff', ownerId: staffId, bytes });
  await setStaffPhoto(ctx, staffId, first);
  const served = await readPhoto(as(staffActor(staffId)), first);
  const { format, width, height, exif, icc, xmp } = await sharp(served.bytes).metadata();
  expect({ format, width, height, exif, icc, xmp }).toEqual({
    format: 'webp',
    width: 512,
    height: 512,
    exif: undefined,
    icc: undefined,
    xmp: undefined
  });
  expect(await isSamePhoto(ctx, first, bytes)).toBe(true);
  expect(await isSamePhoto(ctx, first, Buffer.from('other'))).toBe(false);
  const second = await savePhoto(ctx, { owner: 'staff', ownerId: staffId, bytes });
  await setStaffPhoto(ctx, staffId, second);
  expect((await staffCards(ctx, [staffId])).get(staffId)?.photoId).toBe(second);
  await expect(readPhoto(ctx, first)).rejects.toMatchObject({ problem: 'not-found' });
  await expect(readPhoto(as(visitor), second)).rejects.toMatchObject({ problem: 'not-found' });
});

test('a child sees the photograph of who works for them now, and of nobody else', async () => {
  const { as, clock } = await testApp();
  const ctx = as(command);
  const bytes = await sharp({ create: { width: 60, height: 60, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const worker = async (name: string, role: 'iro' | 'social_worker' = 'iro') => {
    const id = await saveStaff(ctx, { name, roles: [{ role, fromOn: '2020-01-01', toOn: null }] });
    const photoId = await savePhoto(ctx, { owner: 'staff', ownerId: id, bytes }, (ctx, photo) => setStaffPhoto(ctx, id, photo));
    return { id, photoId };
  };
  const [iro, social, cover, other] = [
    await worker('Sam'),
    await worker('Dee', 'social_worker'),
    await worker('Amina'),
    await worker('Lee')
  ];
  const childId = await saveChild(ctx, { firstName: 'Robin', lastName: 'Test', bornOn: '2016-02-03' });
  const give = (staffId: string, role: 'iro' | 'social_worker') =>
    saveAllocation(ctx, { childId, staffId, role, fromOn: '2026-01-01', toOn: null });
  await give(iro.id, 'iro');
  await give(social.id, 'social_worker');
  const later = (hours: number) => new Date(clock.now().getTime() + hours * 3600_000).toISOString();
  await makeCover(ctx, { absentId: iro.id, coverId: cover.id, fromAt: later(1), toAt: later(24), reason: 'leave' });
  const seen = async (photoId: string) =>
    readPhoto(as(childActor(childId)), photoId).then(
      ({ mediaType }) => mediaType,
      (error: unknown) => error
    );
  const none = await seen('019afd1c-0000-7000-8000-000000000000');
  expect(none).toMatchObject({ problem: 'not-found' });
  expect(await Promise.all([seen(iro.photoId), seen(social.photoId)])).toEqual(['image/webp', 'image/webp']);
  expect(await Promise.all([seen(cover.photoId), seen(other.photoId)])).toEqual([none, none]);
  clock.forward(2 * 3600_000);
  expect(await Promise.all([seen(cover.photoId), seen(other.photoId)])).toEqual(['image/webp', none]);
  expect(await readPhoto(as(staffActor(iro.id)), other.photoId)).toMatchObject({ mediaType: 'image/webp' });
});

test('what is not a picture is refused: a drawing with scripts, a page, a cut-off file', async () => {
  const { as } = await testApp();
  const ctx = as(command);
  const staffId = await saveStaff(ctx, sam);
  const whole = await sharp({ create: { width: 300, height: 300, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const bad = [
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    Buffer.from('<p>hello'),
    whole.subarray(0, 120)
  ];
  for (const bytes of bad)
    await expect(savePhoto(ctx, { owner: 'staff', ownerId: staffId, bytes })).rejects.toMatchObject({ problem: 'invalid' });
});

test('the council has words and numbers of its own over the defaults', async () => {
  const { as } = await testApp();
  expect(await councilSettings(as(visitor))).toMatchObject({
    product: 'My Say',
    outOfHoursPhone: null,
    leaveTo: '/blank',
    childline: '0800 1111'
  });
  await setCouncil(as(command), 'name', 'Marrowdale Council');
  await setCouncil(as(command), 'terms.review', 'catch-up');
  await setCouncil(as(command), 'terms.review', 'big chat');
  const council = await councilSettings(as(visitor));
  expect([council.name, council.terms.review, council.terms.iro]).toEqual([
    'Marrowdale Council',
    'big chat',
    'reviewing officer'
  ]);
  await expect(setCouncil(as(command), 'leaveTo', 'javascript:alert(1)')).rejects.toMatchObject({ problem: 'invalid' });
  await expect(setCouncil(as(command), 'favourite', 'x')).rejects.toMatchObject({ problem: 'invalid' });
  await expect(setCouncil(as(visitor), 'name', 'x')).rejects.toMatchObject({ problem: 'not-found' });
});
