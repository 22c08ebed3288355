import { expect, test } from 'vitest';
import { setCouncil } from '#lib/council/council.server.ts';
import type { Context } from '#lib/context.ts';
import { changedLink, mayGoOn, rateCard, rateWay } from '#lib/home/rating.server.ts';
import { decideText, onlyManagerIsRated, textsToRead, textsWaiting } from '#lib/ratings/box.server.ts';
import { pack, unpack } from '#lib/ratings/carry.server.ts';
import { addChange, endChange, whatChanged } from '#lib/ratings/changes.server.ts';
import { groupRatings } from '#lib/ratings/closing.server.ts';
import { ownRatings, teamRatings } from '#lib/ratings/reading.server.ts';
import type { Asked } from '#lib/ratings/release.ts';
import { putOff, ratingOffer, sendRating } from '#lib/ratings/sending.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { eraseChild } from '#lib/erasing/erasing.server.ts';
import { childActor, job, staffActor, visitor } from '#tests/setup/app.ts';
import { englishWords } from '#tests/setup/cast.ts';
import { chose, ratedTown, rates, thinks } from '#tests/setup/rated.ts';

const year: Omit<Asked, 'about'> = { audience: 'child', ending: '2026Q4', quarters: 4, half: 'all' };
const rows = (ctx: Context, table: 'ratings' | 'rating_tokens' | 'rating_words' | 'rating_groups') =>
  ctx.db.selectFrom(table).selectAll().execute();
const listened = (lines: Awaited<ReturnType<typeof ownRatings>>['lines']) => lines?.find(({ item }) => item === 'listened')?.said;

test('eight children rate: nothing until the quarter is over, then the reviewer sees bands, and each manager the same', async () => {
  const t = await ratedTown();
  for (const [at, id] of (await t.children(8, '2026-12-01')).entries())
    expect(await rates(t.child(id), thinks(at > 0))).toBe(true);
  const sam = () => t.asStaff(t.sam);
  expect((await ownRatings(sam(), { ...year, ending: '2026Q3' })).lines).toBeNull();
  t.on('2027-01-02');
  await groupRatings(t.as(job));
  expect(await rows(t.cmd(), 'ratings')).toEqual([]);
  expect(listened((await ownRatings(sam(), year)).lines)).toBe('most');
  expect(listened((await teamRatings(t.asManager(), { ...year, about: 'team' })).lines)).toBe('most');
  expect((await teamRatings(t.asManager(), { ...year, about: t.lee })).lines).toBeNull();
  expect((await ownRatings(t.asStaff(t.lee), year)).lines).toBeNull();
  // The same of a half year, and of no half of the children: too few of the other.
  expect(listened((await ownRatings(sam(), { ...year, quarters: 2 })).lines)).toBe('most');
  expect((await ownRatings(sam(), { ...year, half: 'older' })).lines).toBeNull();
  expect((await ownRatings(sam(), { ...year, audience: 'adult' })).lines).toBeNull();
  // Run again, also the next day: nothing more.
  t.on('2027-01-03');
  await groupRatings(t.as(job));
  expect(await rows(t.cmd(), 'rating_groups')).toHaveLength(1);
});

test('seven are shown to nobody, and stay until there are eight', async () => {
  const t = await ratedTown();
  for (const [at, id] of (await t.children(7, '2026-12-01')).entries()) await rates(t.child(id), thinks(at > 2));
  t.on('2027-01-02');
  await groupRatings(t.as(job));
  expect((await ownRatings(t.asStaff(t.sam), year)).lines).toBeNull();
  expect((await teamRatings(t.asManager(), { ...year, about: 'team' })).lines).toBeNull();
  const [late = ''] = await t.children(1, '2027-01-01');
  await rates(t.child(late), thinks(true));
  t.on('2027-04-01');
  await groupRatings(t.as(job));
  expect((await ownRatings(t.asStaff(t.sam), { ...year, ending: '2027Q1' })).lines).not.toBeNull();
  // Looking back to a time before the group was made gives nothing to subtract.
  expect((await ownRatings(t.asStaff(t.sam), year)).lines).toBeNull();
});

test('a reviewer reads of themself only; whoever is none, or no manager, finds nothing there', async () => {
  const t = await ratedTown();
  const refused = { problem: 'not-found' };
  for (const actor of [visitor, childActor(t.robin), staffActor(t.dee, { roles: ['social_worker'] })]) {
    await expect(ownRatings(t.as(actor), year)).rejects.toMatchObject(refused);
    await expect(teamRatings(t.as(actor), { ...year, about: t.sam })).rejects.toMatchObject(refused);
    await expect(textsToRead(t.as(actor))).rejects.toMatchObject(refused);
  }
  await expect(teamRatings(t.asStaff(t.sam), { ...year, about: t.lee })).rejects.toMatchObject(refused);
  await expect(textsToRead(t.asStaff(t.sam))).rejects.toMatchObject(refused);
  await expect(addChange(t.asStaff(t.sam), { id: t.cmd().ids(), said: 'a', did: 'b' })).rejects.toMatchObject(refused);
  await expect(groupRatings(t.asManager())).rejects.toMatchObject(refused);
  await expect(sendRating(t.as(visitor), { ...thinks(true), period: 'year:2026' })).rejects.toMatchObject(refused);
});

test('what is stored says neither who nor when; nothing else is made of it', async () => {
  const t = await ratedTown();
  const [id = ''] = await t.children(1, '2026-12-01');
  const before = [await t.count('audit'), await t.count('outbox'), await t.count('items')];
  await rates(t.child(id), thinks(false, { box: 'Please ring before you come.' }));
  expect([await t.count('audit'), await t.count('outbox'), await t.count('items')]).toEqual(before);
  const [rating] = await rows(t.cmd(), 'ratings');
  const [words] = await rows(t.cmd(), 'rating_words');
  const [token] = await rows(t.cmd(), 'rating_tokens');
  expect(Object.keys(rating ?? {}).sort()).toEqual(['body_sealed', 'id', 'quarter']);
  expect(Object.keys(words ?? {}).sort()).toEqual(['body_sealed', 'decided_in', 'id', 'quarter', 'rev', 'state']);
  expect(Object.keys(token ?? {}).sort()).toEqual(['child_id', 'choice', 'holder', 'holder_id', 'id', 'period', 'quarter']);
  for (const row of [rating, words, token]) expect(String(row?.id)).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set([rating?.id, words?.id, token?.id]).size).toBe(3);
  const all = JSON.stringify([rating, words]);
  for (const secret of [id, t.sam, 'ring before', '2026-12']) expect(all).not.toContain(secret);
  // Long and short answers are as long as each other to whoever has no key.
  const sizes = new Set((await rows(t.cmd(), 'ratings')).map((row) => ('body_sealed' in row ? row.body_sealed.length : 0)));
  expect(sizes.size).toBe(1);
});

test('each rating mixes its quarter: every row of it has a new id and new bytes, and none is lost', async () => {
  const t = await ratedTown();
  const ids = await t.children(5, '2026-12-01');
  const seen = new Set<unknown>();
  for (const [at, id] of ids.entries()) {
    await rates(t.child(id), thinks(true, { box: `Text ${at}` }));
    for (const table of ['ratings', 'rating_words'] as const) {
      const now = await rows(t.cmd(), table);
      expect(now).toHaveLength(at + 1);
      for (const row of now) {
        expect(seen.has(row.id)).toBe(false);
        seen.add(row.id);
      }
    }
  }
  t.on('2026-12-14');
  await groupRatings(t.as(job));
  expect((await textsToRead(t.asManager())).texts.map(({ text }) => text).sort()).toEqual(
    [0, 1, 2, 3, 4].map((at) => `Text ${at}`)
  );
});

test('a double tap is one rating, with other words too, which nobody is told were sent; at the same time too', async () => {
  const t = await ratedTown();
  const [id = ''] = await t.children(1, '2026-12-01');
  const { open } = await ratingOffer(t.child(id));
  const period = open ?? '';
  const sent = await Promise.all([1, 2, 3].map(() => sendRating(t.child(id), { ...thinks(true), period })));
  expect(sent.map(({ became }) => became).sort()).toEqual(['already', 'already', 'sent']);
  const again = thinks(false, { box: 'And he hits me.' });
  expect(await sendRating(t.child(id, 'another visit'), { ...again, period })).toEqual({ became: 'already', worry: true });
  expect(await rows(t.cmd(), 'ratings')).toHaveLength(1);
  expect(await rows(t.cmd(), 'rating_words')).toEqual([]);
  // The next review is another.
  await t.held(id, '2026-12-06');
  expect(await rates(t.child(id), thinks(true))).toBe(true);
  expect(await rows(t.cmd(), 'ratings')).toHaveLength(2);
  // One that is not offered is not taken, nor told as sent.
  expect(await sendRating(t.child(id), { ...thinks(true), period: 'year:2026' })).toEqual({ became: 'over', worry: false });
  expect(await rows(t.cmd(), 'ratings')).toHaveLength(2);
});

test('it is offered after the review to whoever has a reviewer, by the card alone too, and once a year', async () => {
  const t = await ratedTown();
  expect(await ratingOffer(t.child(t.robin))).toMatchObject({ open: null, card: false });
  await t.held(t.robin, '2026-12-01');
  expect(await ratingOffer(t.byCard(t.robin, 'a visit'))).toMatchObject({
    open: expect.stringMatching(/^review:/),
    about: t.sam
  });
  await t.held(t.aleks, '2026-12-01');
  expect(await ratingOffer(t.child(t.aleks))).toMatchObject({ open: null, about: null });
  expect(await ratingOffer(t.child(t.kai))).toMatchObject({ open: null });
  await setCouncil(t.cmd(), 'ratingsMonth', '12');
  expect(await ratingOffer(t.child(t.kai))).toMatchObject({ open: 'year:2026', card: true });
  await expect(setCouncil(t.cmd(), 'ratingsFrom', '4')).rejects.toMatchObject({ problem: 'invalid' });
  await expect(setCouncil(t.cmd(), 'ratingsWordsFrom', '9')).rejects.toMatchObject({ problem: 'invalid' });
});

test('where somebody looks no card says anything; on a phone that others use it says that, and no more', async () => {
  const t = await ratedTown();
  await t.held(t.robin, '2026-12-01');
  await addChange(t.asManager(), { id: t.cmd().ids(), said: 'The room is cold.', did: 'We meet elsewhere.' });
  const on = (device: 'own' | 'shared' | 'watched' | 'handed') => t.as(childActor(t.robin, { device }));
  for (const device of ['watched', 'handed'] as const) {
    expect(await rateCard(on(device), englishWords)).toBeNull();
    expect(await changedLink(on(device), englishWords)).toBeNull();
  }
  for (const device of ['own', 'shared'] as const) {
    expect(await rateCard(on(device), englishWords)).toMatchObject({ title: 'You can say how Sam is doing.' });
    expect(await changedLink(on(device), englishWords)).toBe('What changed because children said so');
  }
  // They can rate all the same.
  expect(await rates(on('watched'), thinks(true))).toBe(true);
});

test('not now is for this time, never is for good, and either can still rate', async () => {
  const t = await ratedTown();
  await t.held(t.robin, '2026-12-01');
  const robin = () => t.child(t.robin);
  await putOff(robin(), 'later');
  expect(await ratingOffer(robin())).toMatchObject({ card: false, never: false });
  await putOff(robin(), 'later');
  expect(await rates(robin(), thinks(true))).toBe(true);
  await t.held(t.robin, '2026-12-06');
  expect(await ratingOffer(robin())).toMatchObject({ card: true });
  await putOff(robin(), 'never');
  await t.held(t.robin, '2026-12-07');
  expect(await ratingOffer(robin())).toMatchObject({ card: false, never: true });
  await putOff(robin(), 'again');
  expect(await ratingOffer(robin())).toMatchObject({ card: true, never: false });
  // Putting off what was used takes nothing back.
  expect(await rates(robin(), thinks(true))).toBe(true);
  await putOff(robin(), 'later');
  expect(await rates(robin(), thinks(true))).toBe(false);
});

test('nothing that is no answer to the form is kept', async () => {
  const t = await ratedTown();
  await t.held(t.robin, '2026-12-01');
  const period = (await ratingOffer(t.child(t.robin))).open ?? '';
  for (const answers of [chose({ listened: 'brilliant' }), chose({ name: 'Robin' }), chose({ informed: 'always' })])
    await expect(sendRating(t.child(t.robin), { ...thinks(true), answers, period })).rejects.toMatchObject({
      problem: 'invalid'
    });
  const long = { ...thinks(true), box: 'x'.repeat(1501), period };
  await expect(sendRating(t.child(t.robin), long)).rejects.toMatchObject({ problem: 'invalid', fields: { box: 'long' } });
  expect(await rows(t.cmd(), 'rating_tokens')).toEqual([]);
});

test('what was chosen travels sealed, and opens in the visit it was made in and the one that went on from it', async () => {
  const t = await ratedTown();
  const carry = { period: 'review:x', answers: chose({ listened: 'never' }) };
  const packed = await pack(t.child(t.robin, 'one'), carry);
  expect(Buffer.from(packed, 'base64url').toString('latin1')).not.toContain('listened');
  expect(await unpack(t.child(t.robin, 'one'), packed)).toEqual(carry);
  expect(await unpack(t.child(t.robin, 'two'), packed)).toBeNull();
  const goneOn = (id: string, earlierVisit: string) => t.as(childActor(id, { sessionId: 'two', earlierVisit }));
  expect(await unpack(goneOn(t.robin, 'one'), packed)).toEqual(carry);
  expect(await unpack(goneOn(t.robin, 'none'), packed)).toBeNull();
  // The PIN was given in another tab while the box was filled: what was chosen is not lost, and packed anew it is this visit's.
  await t.held(t.robin, '2026-12-01');
  const { open } = await ratingOffer(t.child(t.robin, 'one'));
  const before = await pack(t.child(t.robin, 'one'), { ...carry, period: open ?? '' });
  const way = await rateWay(goneOn(t.robin, 'one'), '12-17', 'r90', before);
  expect([way.carry.answers, mayGoOn(way)]).toEqual([carry.answers, true]);
  expect(await unpack(t.child(t.robin, 'two'), await pack(goneOn(t.robin, 'one'), way.carry))).toEqual(way.carry);
  // Of a review that was rated since, or of none: nothing is asked.
  await rates(t.child(t.robin, 'one'), thinks(true));
  for (const carried of [before, null])
    expect(mayGoOn(await rateWay(goneOn(t.robin, 'one'), '12-17', 'r90', carried))).toBe(false);
  for (const odd of ['', 'x', `${packed}A`, 'A'.repeat(7000), null])
    expect(await unpack(t.child(t.robin, 'one'), odd)).toBeNull();
});

test('texts wait for Monday, a worry for the next day; the manager takes names out; the reviewer sees it a quarter later', async () => {
  const t = await ratedTown();
  const ids = await t.children(12, '2026-12-01');
  await groupRatings(t.as(job));
  const boxes = ['Ring Kim3 before you come.', 'He hits me.', 'Ticked.'];
  for (const [at, id] of ids.entries()) await rates(t.child(id), thinks(at > 3, { box: boxes[at] ?? '', worry: at === 2 }));
  expect((await textsToRead(t.asManager())).texts).toEqual([]);
  t.on('2026-12-08');
  await groupRatings(t.as(job));
  expect((await textsToRead(t.asManager())).texts.map(({ text }) => text).sort()).toEqual(['He hits me.', 'Ticked.']);
  t.on('2026-12-14');
  await groupRatings(t.as(job));
  const { texts } = await textsToRead(t.asManager());
  expect(texts.map(({ worry }) => worry)).toEqual([true, true, false]);
  expect(texts.at(-1)).toMatchObject({ name: 'Sam Okafor', audience: 'child', quarter: '2026Q4', text: boxes[0] });
  expect([await textsWaiting(t.asManager()), await textsWaiting(t.asStaff(t.sam))]).toEqual([3, 0]);
  const idOf = (text: string) => texts.find((one) => one.text === text)?.id ?? '';
  await decideText(t.asManager(), idOf(boxes[0] ?? ''), { release: 'Ring before you come.' });
  await decideText(t.asManager(), idOf('He hits me.'), 'keep');
  // Decided twice: the first stands.
  await decideText(t.asManager(), idOf(boxes[0] ?? ''), 'keep');
  await expect(decideText(t.asManager(), idOf('Ticked.'), { release: ' ' })).rejects.toMatchObject({
    fields: { text: 'nothing' }
  });
  await expect(decideText(t.asManager(), 'f'.repeat(32), 'keep')).rejects.toMatchObject({ problem: 'not-found' });
  expect((await ownRatings(t.asStaff(t.sam), year)).words).toBeNull();
  t.on('2027-01-02');
  await groupRatings(t.as(job));
  expect((await ownRatings(t.asStaff(t.sam), year)).words).toEqual(['Ring before you come.']);
  // Released since: it waits for the next quarter, so that no day says anything.
  await decideText(t.asManager(), idOf('Ticked.'), { release: 'Ticked.' });
  expect((await ownRatings(t.asStaff(t.sam), year)).words).toEqual(['Ring before you come.']);
  t.on('2027-04-01');
  await groupRatings(t.as(job));
  const later = await ownRatings(t.asStaff(t.sam), { ...year, ending: '2027Q1' });
  expect([...(later.words ?? [])].sort()).toEqual(['Ring before you come.', 'Ticked.']);
  t.on('2028-01-02');
  await groupRatings(t.as(job));
  expect(await rows(t.cmd(), 'rating_words')).toEqual([]);
});

test('a manager who reviews too finds nothing of what was written about themself, and decides nothing of it', async () => {
  const t = await ratedTown();
  await saveStaff(t.cmd(), {
    ...{ id: t.sam, name: 'Sam Okafor', email: 'Sam@council.example' },
    roles: (['iro', 'manager'] as const).map((role) => ({ role, fromOn: '2020-01-01', toOn: null }))
  });
  const [ofSam = ''] = await t.children(1, '2026-12-01');
  const [ofLee = ''] = await t.children(1, '2026-12-01', t.lee);
  await rates(t.child(ofSam), thinks(false, { box: 'Sam never rings me.' }));
  await rates(t.child(ofLee), thinks(false, { box: 'Lee is late.' }));
  t.on('2026-12-14');
  await groupRatings(t.as(job));
  const sam = () => t.asStaff(t.sam, { roles: ['iro', 'manager'] });
  const all = (await textsToRead(t.asManager())).texts;
  expect(all.map(({ text }) => text).sort()).toEqual(['Lee is late.', 'Sam never rings me.']);
  expect((await textsToRead(sam())).texts.map(({ text }) => text)).toEqual(['Lee is late.']);
  expect([await textsWaiting(t.asManager()), await textsWaiting(sam())]).toEqual([2, 1]);
  // Named all the same, it is as if it were not there, also when it is decided.
  const own = all.find(({ name }) => name === 'Sam Okafor')?.id ?? '';
  const refused = { problem: 'not-found' };
  await expect(decideText(sam(), own, 'keep')).rejects.toMatchObject(refused);
  await expect(decideText(sam(), own, { release: 'Fine.' })).rejects.toMatchObject(refused);
  await decideText(t.asManager(), own, { release: 'Ring more.' });
  await expect(decideText(sam(), own, 'keep')).rejects.toMatchObject(refused);
  expect(await onlyManagerIsRated(t.cmd())).toBe(false);
  // The only manager left: whoever runs the service hears that nobody reads what is written about them.
  await t.cmd().db.updateTable('staff').set({ active: 0 }).where('id', '=', t.grace).execute();
  expect(await onlyManagerIsRated(t.cmd())).toBe(true);
  await expect(onlyManagerIsRated(sam())).rejects.toMatchObject(refused);
});

test('a text that does not open is shown as damaged, and can be kept back', async () => {
  const t = await ratedTown();
  const ids = await t.children(2, '2026-12-01');
  for (const [at, id] of ids.entries()) await rates(t.child(id), thinks(true, { box: `Text ${at}` }));
  t.on('2026-12-14');
  await groupRatings(t.as(job));
  const [broken, whole] = (await textsToRead(t.asManager())).texts;
  const sealed = new Uint8Array([1, 2, 3]);
  await t
    .cmd()
    .db.updateTable('rating_words')
    .set({ body_sealed: sealed })
    .where('id', '=', broken?.id ?? '')
    .execute();
  expect(await textsToRead(t.asManager())).toEqual({ texts: [whole], damaged: [broken?.id] });
  expect(await textsWaiting(t.asManager())).toBe(2);
  await expect(decideText(t.asManager(), broken?.id ?? '', { release: 'Anything.' })).rejects.toMatchObject({
    problem: 'damaged'
  });
  await decideText(t.asManager(), broken?.id ?? '', 'keep');
  expect(await textsToRead(t.asManager())).toEqual({ texts: [whole], damaged: [] });
  const [kept] = (await rows(t.cmd(), 'rating_words')).filter(({ id }) => id === broken?.id);
  expect(kept).toMatchObject({
    state: 'kept',
    rev: 1,
    body_sealed: expect.toSatisfy((body) => Buffer.from(body).equals(sealed))
  });
});

test('nine have answered: bands, and not a word of what was written', async () => {
  const t = await ratedTown();
  for (const [at, id] of (await t.children(9, '2026-12-01')).entries())
    await rates(t.child(id), thinks(at > 3, { box: at === 0 ? 'One thing.' : '' }));
  t.on('2026-12-14');
  await groupRatings(t.as(job));
  const [text] = (await textsToRead(t.asManager())).texts;
  await decideText(t.asManager(), text?.id ?? '', { release: 'One thing.' });
  t.on('2027-01-02');
  await groupRatings(t.as(job));
  const shown = await ownRatings(t.asStaff(t.sam), year);
  expect([listened(shown.lines), shown.words]).toEqual(['half', null]);
});

test('a lower threshold set later parts no group that was made', async () => {
  const t = await ratedTown();
  for (const [at, id] of (await t.children(9, '2026-12-01')).entries()) await rates(t.child(id), thinks(at > 3));
  t.on('2027-01-02');
  await groupRatings(t.as(job));
  const before = await rows(t.cmd(), 'rating_groups');
  await setCouncil(t.cmd(), 'ratingsFrom', '5');
  t.on('2027-01-03');
  await groupRatings(t.as(job));
  expect(await rows(t.cmd(), 'rating_groups')).toEqual(before);
  await setCouncil(t.cmd(), 'ratingsFrom', '20');
  expect((await ownRatings(t.asStaff(t.sam), year)).lines).toBeNull();
});

test('what changed is shown to every child, dated, without numbers; it can be taken away', async () => {
  const t = await ratedTown();
  const id = t.cmd().ids();
  const given = { id, said: 'You want to know before somebody comes.', did: 'We ring the day before.' };
  await addChange(t.asManager(), given);
  await addChange(t.asManager(), given);
  expect(await whatChanged(t.child(t.robin))).toEqual([{ ...given, madeOn: '2026-12-07' }]);
  for (const [field, wrong] of [
    ['said', { ...given, id: t.cmd().ids(), said: 'Two children said so.' }],
    ['did', { ...given, id: t.cmd().ids(), did: '' }]
  ] as const)
    await expect(addChange(t.asManager(), wrong)).rejects.toMatchObject({ fields: { [field]: expect.any(String) } });
  await endChange(t.asManager(), id);
  expect(await whatChanged(t.child(t.robin))).toEqual([]);
  await expect(endChange(t.asManager(), id)).rejects.toMatchObject({ problem: 'not-found' });
});

test('a child who is erased leaves no token; what was said stays, because nobody knows whose it is', async () => {
  const t = await ratedTown();
  const [id = ''] = await t.children(1, '2026-12-01');
  await rates(t.child(id), thinks(true, { box: 'Fine.' }));
  await eraseChild(t.cmd(), { childId: id, reason: 'asked for', unreadToo: false, backupDays: 30 });
  expect(await rows(t.cmd(), 'rating_tokens')).toEqual([]);
  expect([(await rows(t.cmd(), 'ratings')).length, (await rows(t.cmd(), 'rating_words')).length]).toEqual([1, 1]);
});
