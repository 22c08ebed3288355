import { expect, test } from 'vitest';
import type { Context } from '#lib/context.ts';
import { finished, guidesToEdit, paragraphToEdit, saveWords, useBuiltIn } from '#lib/guides/editing.server.ts';
import type { Place } from '#lib/guides/guides.ts';
import { readGuides } from '#lib/guides/reading.server.ts';
import { setCouncil } from '#lib/council/council.server.ts';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { wordsOf } from '#lib/home/reader-words.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { readerOf } from '#lib/home/home.server.ts';
import type { Words } from '#locales/words.ts';
import { childActor, staffActor, visitor } from '#tests/setup/app.ts';
import { cast } from '#tests/setup/cast.ts';

const visitorPlace: Place = { audience: '8-11', guide: 'rights', paragraph: 'visitor', language: 'en' };
const urgent: Place = { audience: '8-11', guide: 'secret', paragraph: 'urgent', language: 'en' };
const advocate: Place = { audience: '8-11', guide: 'rights', paragraph: 'advocate', language: 'en' };

/** The words of whoever asks, in this language. */
const wordsIn = async (ctx: Context, language = 'en'): Promise<Words> =>
  wordsOf({ ...(await readerOf(ctx, { language: 'en' })), language }, await councilSettings(ctx));

const invalid = (text: string) => expect.objectContaining({ problem: 'invalid', fields: { text } });

/** What a reader is told in one paragraph of the guides for 8 to 11; null: it is not there. */
async function told(ctx: Context, { guide, paragraph }: Place, language = 'en', iro: string | null = 'Sam') {
  const all = await readGuides(ctx, await wordsIn(ctx, language), { audience: '8-11', iro });
  const found = all.find(({ code }) => code === guide);
  const part = found?.paragraphs.find(({ code }) => code === paragraph);
  const flat = (blocks: readonly { lines: readonly string[] }[]) => blocks.flatMap(({ lines }) => lines).join(' ');
  return part
    ? {
        text: flat(part.words.said),
        english: part.words.english && flat(part.words.english),
        changedOn: found?.changedOn ?? null
      }
    : null;
}

const changes = async (ctx: Context) => (await ctx.db.selectFrom('guide_words').select('id').execute()).length;

let born = 0;
const id = () => `01920000-0000-7000-8000-${String((born += 1)).padStart(12, '0')}`;

test('a manager says a paragraph in the council’s own words; a child reads it, dated and with their own names in it', async () => {
  const { as, asManager, grace, robin, cmd, clock } = await cast();
  const child = as(childActor(robin));
  expect(await told(child, visitorPlace)).toMatchObject({
    text: expect.stringContaining('Ask Sam if you can have one'),
    changedOn: null
  });
  const words = await wordsIn(asManager());
  const text = 'Ask {{iro}} for a visitor of your own.\r\n- They come to your {{review}}.';
  await saveWords(asManager(), words, visitorPlace, { id: id(), text });
  expect(await told(child, visitorPlace)).toEqual({
    text: 'Ask Sam for a visitor of your own. They come to your review.',
    english: null,
    changedOn: '2026-12-07'
  });
  // A council's own word for it works inside, and anybody reads it without a name.
  await setCouncil(cmd(), 'terms.review', 'My World talk');
  expect((await told(child, visitorPlace))?.text).toContain('your My World talk');
  expect((await told(as(visitor), visitorPlace, 'en', null))?.text).toContain('Ask your reviewing officer for a visitor');
  // The history is kept, with who and when; back to the built-in words is one more line of it.
  clock.forward(24 * 3600_000);
  await useBuiltIn(asManager(), visitorPlace, id());
  expect(await told(child, visitorPlace)).toMatchObject({
    text: expect.stringContaining('An independent visitor'),
    changedOn: null
  });
  const whole = await paragraphToEdit(asManager(), words, visitorPlace);
  expect(whole).toMatchObject({ whose: 'built-in', stays: false });
  expect(whole.history.map(({ words, by }) => [words?.slice(0, 9) ?? null, by])).toEqual([
    [null, 'Grace Bell'],
    ['Ask {{iro', 'Grace Bell']
  ]);
  expect(whole.history[1]?.words).not.toContain('\r');
  const entries = await cmd().db.selectFrom('audit').selectAll().where('verb', '=', 'guide.edit').orderBy('seq').execute();
  expect(entries.map(({ actor, subject_id, reason }) => [actor.includes(grace), subject_id, reason])).toEqual([
    [true, '8-11/rights/visitor/en', 'own'],
    [true, '8-11/rights/visitor/en', 'built-in']
  ]);
  expect(await changes(cmd())).toBe(2);
  expect((await verifyChain(cmd())).broken).toBeNull();
});

test('only managers and administrators may; a child, a visitor, an IRO and a social worker find nothing to edit', async () => {
  const { as, asStaff, asManager, lee, dee, robin } = await cast();
  const words = await wordsIn(asManager());
  const admin = as(staffActor(lee, { roles: ['admin'] }));
  await saveWords(admin, words, visitorPlace, { id: id(), text: 'Ask for a visitor.' });
  expect(await guidesToEdit(admin, words, '8-11')).toHaveLength(5);
  const others = [
    as(childActor(robin)),
    as(visitor),
    asStaff(lee),
    as(staffActor(dee, { roles: ['social_worker'] })),
    as(staffActor(dee, { roles: ['manager'], assurance: 'link' }))
  ];
  for (const other of others) {
    const refused = { problem: expect.stringMatching(/^(not-found|sign-in-needed)$/) };
    await expect(guidesToEdit(other, words, '8-11')).rejects.toMatchObject(refused);
    await expect(paragraphToEdit(other, words, visitorPlace)).rejects.toMatchObject(refused);
    await expect(finished(other, words, 'x')).rejects.toMatchObject(refused);
    await expect(saveWords(other, words, visitorPlace, { id: id(), text: 'Mine.' })).rejects.toMatchObject(refused);
    await expect(useBuiltIn(other, visitorPlace, id())).rejects.toMatchObject(refused);
  }
  expect((await told(as(visitor), visitorPlace))?.text).toBe('Ask for a visitor.');
});

test('what keeps children safe is never emptied, nor loses its numbers; the rest may be left out, and comes back', async () => {
  const { as, asManager } = await cast();
  const words = await wordsIn(asManager());
  const save = (place: Place, text: string) => saveWords(asManager(), words, place, { id: id(), text });
  for (const place of [urgent, advocate, { ...advocate, paragraph: 'complain' }, { ...urgent, paragraph: 'when' }])
    await expect(save(place, '  \n ')).rejects.toEqual(invalid('empty'));
  await expect(save(urgent, 'Call 999.')).rejects.toEqual(invalid('names'));
  await expect(save(urgent, 'Call Childline on {{number}}.')).rejects.toEqual(invalid('names'));
  await expect(save(visitorPlace, 'Ask {{mother}}.')).rejects.toEqual(invalid('gap'));
  await expect(save(visitorPlace, 'Ask {{iro.')).rejects.toEqual(invalid('gap'));
  await expect(save(visitorPlace, 'x'.repeat(2001))).rejects.toEqual(invalid('too-long'));
  await save(urgent, 'Danger? Call 999. Or call Childline: 08001111.');
  expect((await told(as(visitor), urgent))?.text).toBe('Danger? Call 999. Or call Childline: 08001111.');
  await save(visitorPlace, '');
  expect(await told(as(visitor), visitorPlace)).toBeNull();
  // Left out in English is left out in a language that has no words of the council's.
  expect(await told(as(visitor), visitorPlace, 'cy')).toBeNull();
  await useBuiltIn(asManager(), visitorPlace, id());
  expect(await told(as(visitor), visitorPlace, 'cy')).not.toBeNull();
});

test('whatever is changed in the English later is flagged in a language with words of its own, until they are saved again', async () => {
  const { as, asManager, clock } = await cast();
  const [english, welsh] = [await wordsIn(asManager()), await wordsIn(asManager(), 'cy')];
  const inWelsh: Place = { ...visitorPlace, language: 'cy' };
  const later = () => clock.forward(3600_000);
  const behind = async () => (await paragraphToEdit(asManager(), welsh, inWelsh)).behind;
  const own = { text: 'Gofyn i {{iro}}.' };
  await saveWords(asManager(), english, visitorPlace, { id: id(), text: 'Ask {{iro}}.' });
  later();
  await saveWords(asManager(), welsh, inWelsh, { id: id(), ...own });
  expect(await behind()).toBe(false);
  // Found to be wrong, and left out in English: the Welsh stays, and says that somebody must look.
  later();
  await saveWords(asManager(), english, visitorPlace, { id: id(), text: '' });
  expect(await behind()).toBe(true);
  expect(await told(as(visitor), inWelsh, 'cy')).toMatchObject({ text: 'Gofyn i Sam.', english: null });
  later();
  await saveWords(asManager(), welsh, inWelsh, { id: id(), ...own });
  expect(await behind()).toBe(false);
  // Back to the built-in words in English: their readers see both.
  later();
  await useBuiltIn(asManager(), visitorPlace, id());
  expect(await behind()).toBe(true);
  expect((await told(as(visitor), inWelsh, 'cy'))?.english).toContain('Ask Sam if you can have one');
});

test('what was left out in English is put back in another language by its built-in words', async () => {
  const { as, asManager, clock } = await cast();
  const [english, welsh] = [await wordsIn(asManager()), await wordsIn(asManager(), 'cy')];
  const inWelsh: Place = { ...visitorPlace, language: 'cy' };
  const shown = async () => (await told(as(visitor), inWelsh, 'cy')) !== null;
  const { builtIn } = await paragraphToEdit(asManager(), welsh, inWelsh);
  for (const putBack of [
    () => saveWords(asManager(), welsh, inWelsh, { id: id(), text: builtIn }),
    () => useBuiltIn(asManager(), inWelsh, id())
  ]) {
    await saveWords(asManager(), english, visitorPlace, { id: id(), text: '' });
    expect(await shown()).toBe(false);
    clock.forward(3600_000);
    await putBack();
    expect(await shown()).toBe(true);
    expect((await paragraphToEdit(asManager(), welsh, inWelsh)).whose).toBe('built-in');
    clock.forward(3600_000);
    await useBuiltIn(asManager(), visitorPlace, id());
  }
});

test('whatever stands in the table, what must stay is there', async () => {
  const { as, cmd, grace } = await cast();
  const { audience, guide, paragraph, language } = urgent;
  const row = {
    id: id(),
    audience,
    guide,
    paragraph,
    language,
    words: '',
    changed_by: grace,
    changed_at: cmd().now.toISOString()
  };
  await cmd().db.insertInto('guide_words').values(row).execute();
  expect((await told(as(visitor), urgent))?.text).toContain('Call 999');
});

test('the same form posted twice is one change, and so is what holds already', async () => {
  const { asManager, cmd } = await cast();
  const words = await wordsIn(asManager());
  const one = { id: id(), text: 'Ask for a visitor.' };
  for (const typed of [one, one, { ...one, id: id() }]) await saveWords(asManager(), words, visitorPlace, typed);
  expect(await changes(cmd())).toBe(1);
  // Back, and other words in the same form: nothing that was typed is lost. The first ones sent late once more change nothing.
  await saveWords(asManager(), words, visitorPlace, { ...one, text: 'Ask for another.' });
  await saveWords(asManager(), words, visitorPlace, one);
  expect(await changes(cmd())).toBe(2);
  expect((await paragraphToEdit(asManager(), words, visitorPlace)).text).toBe('Ask for another.');
  // The built-in words typed again are the built-in words: they change with the next version.
  const { builtIn } = await paragraphToEdit(asManager(), words, visitorPlace);
  await saveWords(asManager(), words, visitorPlace, { id: id(), text: builtIn });
  await saveWords(asManager(), words, visitorPlace, { id: id(), text: builtIn });
  await useBuiltIn(asManager(), visitorPlace, id());
  expect(await changes(cmd())).toBe(3);
  expect((await paragraphToEdit(asManager(), words, visitorPlace)).whose).toBe('built-in');
});

test('a language has words of its own; what the English says newer stands beside the older', async () => {
  const { as, asManager, clock } = await cast();
  const [english, welsh] = [await wordsIn(asManager()), await wordsIn(asManager(), 'cy')];
  const reader = as(visitor);
  const inWelsh = { ...visitorPlace, language: 'cy' };
  // A draft about safety has its English beside it; what is no such thing has none.
  expect((await told(reader, urgent, 'cy'))?.english).toContain('Call Childline on 0800');
  expect((await told(reader, visitorPlace, 'cy'))?.english).toBeNull();
  await saveWords(asManager(), english, visitorPlace, { id: id(), text: 'Ask {{iro}} for a visitor.' });
  expect(await told(reader, visitorPlace, 'cy')).toMatchObject({
    text: expect.stringContaining('ymwelydd annibynnol'),
    english: 'Ask Sam for a visitor.',
    changedOn: '2026-12-07'
  });
  clock.forward(3600_000);
  await saveWords(asManager(), welsh, inWelsh, { id: id(), text: 'Gofyn i {{iro}} am ymwelydd.' });
  expect(await told(reader, visitorPlace, 'cy')).toMatchObject({ text: 'Gofyn i Sam am ymwelydd.', english: null });
  expect((await told(reader, visitorPlace))?.text).toBe('Ask Sam for a visitor.');
  clock.forward(3600_000);
  await saveWords(asManager(), english, visitorPlace, { id: id(), text: 'Ask anybody for a visitor.' });
  const [whole] = [await paragraphToEdit(asManager(), welsh, inWelsh)];
  expect(whole).toMatchObject({ whose: 'own', behind: true, english: 'Ask anybody for a visitor.' });
  expect(await told(reader, visitorPlace, 'cy')).toMatchObject({ english: 'Ask anybody for a visitor.' });
  const rights = (await guidesToEdit(asManager(), welsh, '8-11')).find(({ code }) => code === 'rights');
  expect(rights?.paragraphs.filter(({ behind }) => behind).map(({ code }) => code)).toEqual(['visitor']);
});

test('a place nobody has is not there', async () => {
  const { asManager } = await cast();
  const words = await wordsIn(asManager());
  for (const wrong of [
    { ...visitorPlace, paragraph: 'nothing' },
    { ...visitorPlace, guide: 'nothing' },
    { ...visitorPlace, language: 'qps' },
    { ...visitorPlace, language: 'xx' }
  ]) {
    await expect(paragraphToEdit(asManager(), words, wrong)).rejects.toMatchObject({ problem: 'not-found' });
    await expect(saveWords(asManager(), words, wrong, { id: id(), text: 'x' })).rejects.toMatchObject({ problem: 'not-found' });
    await expect(useBuiltIn(asManager(), wrong, id())).rejects.toMatchObject({ problem: 'not-found' });
  }
  await expect(saveWords(asManager(), words, visitorPlace, { id: 'x', text: 'x' })).rejects.toMatchObject({
    problem: 'not-found'
  });
});
