import { describe, expect, it } from 'vitest';
import { letterInWords, type Writing } from '#lib/inbox/letter-words.ts';
import type { Letter } from '#lib/invitations/letter.ts';
import { makePdf, NoPdf } from '#lib/server/pdf/pdf.ts';
import { wordsFor } from '#locales/words.ts';
import { readPdf } from '#tests/setup/pdf.ts';

const letter: Letter = {
  ...{ id: 'l', childId: 'c', contactId: 'k', madeAt: '2026-11-22T10:00:00.000Z', endsOn: '2026-12-19', opens: true },
  ...{ code: 'ZMN0J 3KRDM', language: 'en', form: 'parent', role: null, day: '2027-01-13', venue: null },
  to: { name: 'Dawn Quill', lines: ['12 Long Lane', 'Northmere', 'NM1 2AB'] },
  iro: { name: 'Sam Okafor', called: 'Sam', phone: '01632 960101', photoId: null },
  office: { name: 'Northmere Council', phone: '01632 960100', hours: 'Monday to Friday, 9 to 5' },
  note: '#import "x" *not bold* $x^2$ <b>&amp;</b> @nobody',
  origin: 'https://say.example'
};

const terms = { review: 'review', aReview: 'a review', iroRole: 'reviewing officer', council: 'Northmere Council' };

const written = (language: string, more: Partial<Letter> = {}, child = 'Robin'): ReturnType<typeof letterInWords> => {
  const words = wordsFor({ language, values: { ...terms, child } });
  const writing: Omit<Writing, 'letter'> = {
    words,
    child,
    role: 'Reviewing officer',
    madeOn: '2026-11-22',
    now: new Date('2026-11-22')
  };
  return letterInWords({ ...writing, letter: { ...letter, language, ...more } });
};

describe('a letter as PDF', () => {
  it('holds the code, the way in and the words, tagged and in a named language; what was typed is text and never markup', async () => {
    const read = await readPdf(await makePdf('letter', written('en')));
    const text = read.text.replace(/\s+/g, ' ');
    for (const words of [
      ...['Northmere Council', 'Dawn Quill', '12 Long Lane', 'ZMN0J 3KRDM', 'say.example/views/in', '01632 960101'],
      ...['Saturday 19 December', 'Wednesday 13 January 2027', letter.note]
    ])
      expect(text).toContain(words);
    expect(read).toMatchObject({ title: 'A letter from Northmere Council', language: 'en', marked: true });
    expect(read.roles).toEqual(expect.arrayContaining(['H1', 'H2', 'P', 'Figure']));
    expect(read.pictures).toEqual(['A square to scan. It leads to say.example/views/in with your code.']);
    expect(read.pages).toBeLessThanOrEqual(2);
  });

  it('has nothing about the child above the fold, where the window of an envelope is', async () => {
    const { text } = await readPdf(await makePdf('letter', written('en')));
    const above = text.slice(0, text.indexOf('What do you want to say'));
    expect(above.replace(/\s+/g, ' ').trim()).toBe(
      'Northmere Council Sunday 22 November 2026 To be opened by this person only Dawn Quill 12 Long Lane Northmere NM1 2AB'
    );
  });

  it('reads from the right where its words do, with the code as it is typed', async () => {
    const spoken = { ...written('ar', { note: 'أهلا وسهلا' }), heading: 'ماذا تريد أن تقول؟' };
    const read = await readPdf(await makePdf('letter', spoken));
    expect(spoken.direction).toBe('rtl');
    expect(read.language).toBe('ar');
    expect(read.text.replace(/\s+/g, ' ')).toContain('ZMN0J 3KRDM');
    expect(read.text).toMatch(/\p{Script=Arabic}{3}/u);
  });

  it('in Arabic has numbers, pages and an English note in their own order, and English beside what is about safety', async () => {
    const note = 'I would like to hear from you.\nBest wishes, Sam.';
    const spoken = written('ar', { note });
    const text = (await readPdf(await makePdf('letter', spoken))).text.replace(/\s+/g, ' ');
    for (const words of ['01632 960101', '01632 960100', '1 / 2', '2 / 2', 'hear from you.', 'Best wishes, Sam.'])
      expect(text).toContain(words);
    expect(spoken.greeting).toMatch(/،$/);
    const [reads, help] = spoken.closing;
    expect([reads?.text[0]?.english, help?.text[1]?.english]).toEqual([
      'Sam Okafor reads it, or the person who stands in. It may be told to the people who plan Robin’s care. Robin may be told too.',
      'If a child is in danger now, ring 999.'
    ]);
    expect(text).toContain('If a child is in danger now, ring 999.');
    expect(text).toContain('No one who speaks this language has checked the words yet.');
    expect(written('en').draft).toBeNull();
    expect(written('ar', { iro: null }).closing[0]?.text[0]?.english).toMatch(/^The person who leads the review reads it\./);
  });

  it('has every letter of Welsh names', async () => {
    const read = await readPdf(await makePdf('letter', written('cy', {}, 'Siân Ŵyn Ŷ')));
    expect(read.language).toBe('cy');
    expect(read.text).toContain('Siân Ŵyn Ŷ');
  });

  it('that cannot be made says so, and the next one can', async () => {
    await expect(makePdf('letter', {})).rejects.toEqual(new NoPdf('failed'));
    const all = await Promise.all(Array.from({ length: 5 }, () => makePdf('letter', written('en'))));
    for (const pdf of all) expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
  });
});
