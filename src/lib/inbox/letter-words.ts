import type { Letter } from '#lib/invitations/letter.ts';
import { codeAsWords, readCode } from '#lib/sign-in/cards/card.ts';
import { squareOf } from '#lib/sign-in/cards/square.ts';
import { beside, type Beside } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import { directionOf } from '#locales/grammar.ts';
import type { Values, Words } from '#locales/words.ts';

/** A heading with what stands under it; beside what is about safety or secrecy the English, while the translation is a draft. */
type Passage = Readonly<{ title: string; text: readonly Beside[] }>;

/**
 * A letter in finished words: what the page to print and the PDF (src/lib/server/pdf/letter.typ) both show. Above the first
 * fold stand only the council, the day and whom it is for.
 */
export type SpokenLetter = Readonly<{
  language: string;
  direction: 'ltr' | 'rtl';
  title: string;
  council: string;
  date: string;
  forOnly: string;
  /** Name and postal address, line by line. */
  to: readonly string[];
  heading: string;
  greeting: string;
  opening: readonly string[];
  /** What the IRO wrote to them, in whatever language. */
  note: Readonly<{ title: string; text: string; direction: 'ltr' | 'rtl' }> | null;
  online: Readonly<{
    title: string;
    go: string;
    address: string;
    type: string;
    code: string;
    say: string;
    words: string;
    until: string;
    /** The square: its cells as one path, how many cells it is wide, and what it is in words. */
    square: ReturnType<typeof squareOf>;
    qrAlt: string;
  }>;
  ways: readonly Passage[];
  closing: readonly Passage[];
  from: Readonly<{ name: string; role: string; lines: readonly string[] }>;
  /** That nobody has checked these words; null: somebody has. */
  draft: Beside | null;
}>;

/** `words` are those of the letter's own language; `madeOn` is its day, `YYYY-MM-DD`. */
export type Writing = Readonly<{ words: Words; letter: Letter; child: string; role: string; madeOn: string; now: Date }>;

export function letterInWords(writing: Writing): SpokenLetter {
  const { words, letter, child, role, madeOn } = writing;
  const iro = letter.iro?.name ?? '';
  const say = words.section('letter', { child, iro, name: letter.to.name });
  return {
    language: words.language,
    direction: words.direction,
    title: say.title,
    council: letter.office.name,
    date: dayInWords(words.language, madeOn, null),
    forOnly: say.forOnly,
    to: [letter.to.name, ...letter.to.lines],
    heading: say.heading,
    greeting: say.greeting,
    opening: openingOf(writing),
    note: noteOf(letter, letter.iro ? say.note : say.noteNobody),
    online: onlineOf(writing),
    ways: [byPhone(writing), { title: say.paper.title, text: [plain(say.paper.pages), plain(say.paper.none)] }],
    closing: [
      { title: say.reads.title, text: [whoReads(writing)] },
      { title: say.help.title, text: [plain(say.help.text), beside(words, 'letter:help.danger')] }
    ],
    from: {
      name: letter.iro?.name ?? letter.office.name,
      role: letter.iro ? role : '',
      lines: [letter.iro?.phone ?? '', letter.office.phone, letter.office.hours].filter((line) => line !== '')
    },
    draft: draftNote(words)
  };
}

const plain = (text: string): Beside => ({ text, english: null });

const noteOf = ({ note }: Letter, title: string): SpokenLetter['note'] =>
  note === '' ? null : { title, text: note, direction: directionOf(note) };

/** Who reads what comes back, for the letter and for the questions on paper. */
export function whoReads({ words, letter, child }: Pick<Writing, 'words' | 'letter' | 'child'>): Beside {
  const values = { child, iro: letter.iro?.name ?? '' };
  return beside(words, letter.iro ? 'letter:reads.text' : 'letter:reads.textNobody', values);
}

/** Who is meant by `{{iro}}` in the questions that go with a letter: whom it names; with nobody, the team as everywhere. */
export const peopleOf = ({ iro }: Pick<Letter, 'iro'>): Values => (iro ? { iro: iro.called } : {});

/** What stands at the foot of every paper in a language nobody has checked. */
export const draftNote = (words: Words): Beside | null => (words.draft ? beside(words, 'language:draftNote') : null);

function openingOf({ words, letter, child, now }: Writing): string[] {
  const say = words.section('letter', { child, iro: letter.iro?.name ?? '' }).opening;
  const day = letter.day && words.t('letter:opening.day', { day: dayInWords(words.language, letter.day, now) });
  const venue = letter.venue && words.t('letter:opening.venue', { venue: letter.venue });
  const when = [day, venue].filter((sentence) => sentence).join(' ');
  return [say.what, letter.iro ? say.who : say.whoNobody, when, say.choose].filter((text) => text !== '');
}

function onlineOf({ words, letter, now }: Writing): SpokenLetter['online'] {
  const way = `${letter.origin}/views/in`;
  const address = way.replace(/^https?:\/\//, '');
  const code = readCode(letter.code) ?? '';
  const { title, go, type, say } = words.section('letter').online;
  return {
    ...{ title, go, address, type, say },
    code: letter.code,
    words: codeAsWords(code).join(' '),
    until: words.t('letter:online.until', { day: dayInWords(words.language, letter.endsOn, now) }),
    square: squareOf(`${way}#${code}`),
    qrAlt: words.t('letter:online.qr', { address })
  };
}

/** Their own number first, then the office's; where the council has set none, what is left to say. */
function byPhone({ words, letter }: Writing): Passage {
  const { iro, office } = letter;
  const say = words.section('letter').phone;
  const ring = iro?.phone
    ? words.t('letter:phone.ring', { iro: iro.name, phone: iro.phone })
    : office.phone && words.t('letter:phone.office', { phone: office.phone });
  const ask = ring && iro && !iro.phone ? words.t('letter:phone.ask', { who: iro.name }) : '';
  const hours = office.hours && words.t('letter:phone.hours', { hours: office.hours });
  const how = [ring || say.nobody, ask, hours].filter((part) => part).join(' ');
  return { title: say.title, text: [plain(how), plain(say.write)] };
}
