import { expect, test } from 'vitest';
import { saveContact } from '#lib/children/children.server.ts';
import { setCouncil } from '#lib/council/council.server.ts';
import { setAddressHidden } from '#lib/invitations/hiding.server.ts';
import { addWatchWords, clearWatchWords, lookTwice, watchingOf } from '#lib/invitations/watching.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { makeCover } from '#lib/routing/routing.server.ts';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { command, visitor } from '#tests/setup/app.ts';
import { cast } from '#tests/setup/cast.ts';

const letter = 'She is well. They live at 14 Elm Grove and the Jensens ring from 07700 900123.';
const found = async (looking: ReturnType<typeof lookTwice>) => (await looking).map((one) => `${one.kind}: ${one.found}`);

test('addresses and numbers are always looked for, with words those too, and each child has their own', async () => {
  const { asStaff, sam, robin, kai } = await cast();
  const addresses = ['street: 14 Elm Grove', 'phone: 07700 900123'];
  expect(await found(lookTwice(asStaff(sam), robin, letter))).toEqual(addresses);
  await setAddressHidden(asStaff(sam), robin, true);
  expect(await found(lookTwice(asStaff(sam), robin, letter))).toEqual(addresses);
  expect(await addWatchWords(asStaff(sam), robin, 'Jensen\r\nRed Barn Farm Shop\n\n jensens ')).toBe(2);
  expect(await watchingOf(asStaff(sam), robin)).toEqual({ hidden: true, words: 2 });
  expect(await found(lookTwice(asStaff(sam), robin, letter))).toEqual([addresses[0], 'watch-word: Jensens', addresses[1]]);
  expect(await found(lookTwice(asStaff(sam), kai, letter))).toEqual(addresses);
  expect(await watchingOf(asStaff(sam), kai)).toEqual({ hidden: false, words: 0 });
  await addWatchWords(asStaff(sam), kai, 'Penny Brook');
  expect(await found(lookTwice(asStaff(sam), kai, `${letter} Penny-Brook.`))).toEqual([...addresses, 'watch-word: Penny-Brook']);
});

test('the mark and the words can be taken away again', async () => {
  const { asStaff, sam, robin } = await cast();
  await setAddressHidden(asStaff(sam), robin, true);
  await addWatchWords(asStaff(sam), robin, 'Jensen');
  await clearWatchWords(asStaff(sam), robin);
  await setAddressHidden(asStaff(sam), robin, false);
  expect(await watchingOf(asStaff(sam), robin)).toEqual({ hidden: false, words: 0 });
  expect((await found(lookTwice(asStaff(sam), robin, letter))).filter((one) => one.startsWith('watch'))).toEqual([]);
});

test('numbers family has anyhow are let through: the council’s, the IRO’s, and whoever stands in', async () => {
  const { cmd, asStaff, sam, amina, robin } = await cast();
  await setAddressHidden(asStaff(sam), robin, true);
  const numbers = ['0113 496 0700', '0113 496 0701', '0113 496 0702'] as const;
  const text = `Ring ${numbers[0]}, ${numbers[1]} or +44 113 496 0702.`;
  expect((await lookTwice(asStaff(sam), robin, text)).length).toBe(3);
  await setCouncil(cmd(), 'officePhone', numbers[0]);
  await saveStaff(cmd(), { id: sam, name: 'Sam Okafor', phone: numbers[1] });
  await saveStaff(cmd(), { id: amina, name: 'Amina Yusuf', phone: numbers[2] });
  expect(await found(lookTwice(asStaff(sam), robin, text))).toEqual(['phone: +44 113 496 0702']);
  await makeCover(cmd(), {
    absentId: sam,
    childId: null,
    coverId: amina,
    fromAt: '2026-12-01T00:00:00.000Z',
    toAt: '2026-12-20T00:00:00.000Z',
    reason: 'leave'
  });
  expect(await lookTwice(asStaff(amina), robin, text)).toEqual([]);
});

test('what was found is written down by its number only, and what is watched for stands nowhere', async () => {
  const { asStaff, cmd, sam, robin } = await cast();
  await addWatchWords(asStaff(sam), robin, 'Jensen, Okonkwo-Hale');
  await lookTwice(asStaff(sam), robin, letter);
  const rows = await cmd().db.selectFrom('audit').selectAll().where('verb', '=', 'second-look.hit').execute();
  expect(rows.map(({ child_id, actor, reason }) => ({ child_id, actor, reason }))).toEqual([
    { child_id: robin, actor: sam, reason: '3' }
  ]);
  expect((await verifyChain(cmd())).broken).toBeNull();
  const kept = JSON.stringify([
    await cmd().db.selectFrom('watch_words').selectAll().execute(),
    await cmd().db.selectFrom('audit').select(['verb', 'reason']).execute()
  ]);
  expect(kept).not.toMatch(/jensen|okonkwo|elm grove/i);
});

test('the same word of two children is two hashes: nobody learns from one that it is of the other', async () => {
  const { asStaff, cmd, sam, robin, kai } = await cast();
  await addWatchWords(asStaff(sam), robin, 'Jensen');
  await addWatchWords(asStaff(sam), kai, 'Jensen');
  const rows = await cmd().db.selectFrom('watch_words').select('word_index').execute();
  expect(new Set(rows.map((row) => row.word_index)).size).toBe(2);
});

test('a list with a name that cannot be kept is refused whole, and says why', async () => {
  const { asStaff, sam, robin } = await cast();
  const add = (list: string) => addWatchWords(asStaff(sam), robin, list);
  await expect(add(' \n ')).rejects.toMatchObject({ problem: 'invalid', fields: { words: 'missing' } });
  await expect(add('Jensen\nthe house by the old mill')).rejects.toMatchObject({ fields: { words: 'too-long' } });
  await expect(add('x\n'.repeat(51))).rejects.toMatchObject({ fields: { words: 'too-many' } });
  expect((await watchingOf(asStaff(sam), robin)).words).toBe(0);
});

test('only the IRO and whoever stands in set it; anybody else learns nothing', async () => {
  const { as, asStaff, asManager, asChild, lee, dee, robin } = await cast();
  for (const ctx of [asStaff(lee), asStaff(dee), asManager(), asChild(robin), as(visitor), as(command)]) {
    await expect(setAddressHidden(ctx, robin, true)).rejects.toMatchObject({ problem: 'not-found' });
    await expect(addWatchWords(ctx, robin, 'Jensen')).rejects.toMatchObject({ problem: 'not-found' });
    await expect(clearWatchWords(ctx, robin)).rejects.toMatchObject({ problem: 'not-found' });
    await expect(watchingOf(ctx, robin)).rejects.toMatchObject({ problem: 'not-found' });
  }
});

test('whoever looks after the child is looked for by name, and e-mail addresses too, though nobody listed them', async () => {
  const { cmd, asStaff, sam, robin, kai } = await cast();
  await saveContact(cmd(), { childId: robin, relation: 'carer', name: 'Mrs Junia Okonkwo-Bell' });
  await saveContact(cmd(), { childId: robin, relation: 'mother', name: 'Tess Ashby' });
  const text = 'Junia says so, Tess. The Okonkwos agree; write to june.b (at) post.example.';
  const all = ['carer: Junia', 'carer: Okonkwos', 'email: june.b (at) post.example'];
  expect(await found(lookTwice(asStaff(sam), robin, text))).toEqual(all);
  expect(await found(lookTwice(asStaff(sam), kai, text))).toEqual(all.slice(2));
  await saveStaff(cmd(), { id: sam, name: 'Sam Okafor', email: 'sam@council.example' });
  expect(await lookTwice(asStaff(sam), kai, 'Write to sam@council.example.')).toEqual([]);
});
