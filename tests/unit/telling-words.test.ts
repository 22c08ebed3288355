import { describe, expect, test } from 'vitest';
import { isTellingKind, tellings, type TellingKind } from '#lib/notify/kinds.ts';
import { offeredLanguages } from '#locales/languages.ts';
import { english } from '#locales/english.ts';
import { translations } from '#locales/translations.ts';
import { speaker } from '#jobs/messages.ts';
import { sayings, wanted } from '#tests/architecture/sayings.ts';
import { sourcesIn } from '#tests/architecture/sources.ts';
import { bannedIn } from '#tests/setup/banned-words.ts';

/** The only things that are put into a message: the council's own, and the way in. */
const mayBeFilledIn = ['product', 'council', 'phone', 'address', 'code', 'day'];
const origin = 'https://say.example';
// A council whose own name would be found at once, if something beside its place said it.
const say = speaker({ product: 'Qqq', name: 'Zzz', officePhone: '01632 960 001' }, origin);
const sayNoPhone = speaker({ product: 'Qqq', name: 'Zzz', officePhone: '' }, origin);

type Said = Readonly<{ subject: string; text: string }>;
/** One person who gets it, with what is theirs: where it goes and their way in. */
type Person = Readonly<{ at: string; link: string; code: string; lines: readonly string[] }>;

const people: readonly Person[] = [
  { at: 'robin.quill@post.example', link: 'a'.repeat(38), code: '12345678', lines: ['Robin Quill', '1 Old Road', 'NM1 2AB'] },
  { at: 'sam.okafor@council.example', link: 'b'.repeat(38), code: '87654321', lines: ['Sam Okafor', '9 New Road', 'NM3 4CD'] }
];

/** Everything a kind says to somebody, in every language and by every way it has. */
const saidBy: Readonly<Record<TellingKind, (to: Person) => Said[]>> = {
  urgent: ({ at }) => [say.toStaff(at, 'urgent')],
  'something-new': ({ at }) => [say.toStaff(at, 'something-new')],
  'new-way': ({ at }) => [say.toStaff(at, 'new-way'), sayNoPhone.toStaff(at, 'new-way')],
  'staff-link': ({ at, link }) => [say.link(at, link)],
  'ring-us': ({ at }) => [say.toService(at), sayNoPhone.toService(at)],
  invitation: (to) => asked(to, { link: to.link }),
  'entry-code': (to) => asked(to, { code: to.code }),
  letter: ({ lines, code }) =>
    languages.map((language) => say.letter({ contactId: 'x', lines, language, code, endsOn: '2026-12-31' }))
};
const languages = offeredLanguages.map(({ code }) => code);
const asked = ({ at }: Person, opens: { link: string } | { code: string }): Said[] =>
  languages.flatMap((language) =>
    (['email', 'text'] as const).map((way) => say.toContributor({ contactId: 'x', way, to: at, language, opens }))
  );

const kinds = Object.keys(tellings).filter(isTellingKind);

/** A message without what is the reader's own way in. */
const constant = ({ subject, text }: Said, { link, code }: Person) =>
  `${subject}\n${text}`
    .replaceAll(link, 'LINK')
    .replaceAll(code, 'CODE')
    .replaceAll(`${code.slice(0, 4)} ${code.slice(4)}`, 'CODE');

describe.each(kinds)('%s', (kind) => {
  test('is the same for everybody, but for the way in', () => {
    const [one, other] = people.map((person) => saidBy[kind](person).map((said) => constant(said, person)));
    expect(one?.length).toBeGreaterThan(0);
    expect(one).toEqual(other);
  });

  test('has no name, no word of what it is about, and no gap where a value belongs', () => {
    for (const person of people)
      for (const said of saidBy[kind](person)) {
        const text = constant(said, person);
        expect(bannedIn(text), text).toEqual([]);
        expect(text).not.toMatch(/robin|quill|sam|okafor|\{\{|undefined|null/i);
        expect(said.subject).not.toMatch(/\p{Cc}/u);
      }
  });
});

test('the list finds what it is there for', () => {
  for (const text of ['Your review', 'CHILDREN', 'Social worker', 'eich adolygiad', 'مراجعة'])
    expect(bannedIn(text), text).not.toEqual([]);
  expect(bannedIn('Something new for you. Be careful? Not here.')).toEqual(['care']);
  expect(bannedIn('Medicare')).toEqual([]);
});

test('nothing but the council’s own and the way in can be filled in, in any language', () => {
  const others = Object.values(translations).map((one) => ({ post: one?.post }));
  const all = [{ mail: english.mail, post: english.post }, ...others].flatMap((sections) => sayings(sections));
  expect(all.length).toBeGreaterThan(20);
  expect(
    all.flatMap(({ key, text }) =>
      wanted(text)
        .filter((name) => !mayBeFilledIn.includes(name))
        .map((name) => `${key}: ${name}`)
    )
  ).toEqual([]);
});

test('a text message is one or two parts, so that it is not cut in the middle of the way in', () => {
  for (const kind of kinds)
    for (const said of saidBy[kind](people[0] ?? { at: '', link: '', code: '', lines: [] }))
      if (said.subject === '') expect(said.text.length).toBeLessThan(306);
});

test('nobody who asks for a page waits for a mail server: what sends is opened, and called, by the job alone', () => {
  const callers = (name: RegExp) =>
    sourcesIn('src', ['.ts', '.svelte'])
      .filter(({ text }) => name.test(text.replace(/export (async )?function \w+/g, '').replace(/import [\s\S]*? from/g, '')))
      .map(({ path }) => path);
  expect(callers(/\b(openMail|openTexts|openNotify)\(/)).toEqual(['src/jobs/runner.ts']);
  expect(callers(/\b(sendOutbox|askWhatFailed)\(/)).toEqual(['src/jobs/runner.ts']);
  // And the job is started where the process starts, nowhere else.
  expect(callers(/\bstartJobs\(/)).toEqual(['src/hooks.server.ts']);
});
