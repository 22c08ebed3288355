import type { IconName } from '#ui/icons.ts';
import type { PictureName } from '#ui/pictures/all.ts';
import type { WayCode } from './ways.ts';

/** For whom a guide is written: each has words of its own, in `guide-<audience>.json`. */
export const audiences = ['4-7', '8-11', '12-17', 'adults'] as const;
export type Audience = (typeof audiences)[number];
export const isAudience = (text: string): text is Audience => audiences.some((one) => one === text);

/** One piece of a guide, which a council may say in its own words. */
export type Paragraph = Readonly<{
  code: string;
  /** It has a heading of its own; a council does not change that. */
  titled?: true;
  /** About safety, secrecy or a right: it is never left out, and English stands beside a draft of it. */
  stays?: true;
  /** What its words must name, whoever writes them: a value such as `{{number}}` counts as what it stands for. */
  names?: readonly string[];
  /** What a child can do about it now. */
  way?: WayCode;
  picture?: PictureName;
}>;

export type Guide = Readonly<{
  code: string;
  /** Its part of a child's address: says nothing to whoever looks over a shoulder. */
  page: string;
  picture: PictureName;
  icon: IconName;
  /** The day of the built-in words, `YYYY-MM-DD`: change it with them. */
  written: string;
  paragraphs: readonly Paragraph[];
}>;

const written = '2026-11-23';
const urgent = { code: 'urgent', stays: true, names: ['999', '{{number}}'], way: 'now' } as const;

const about = {
  iro: { code: 'iro', page: 'who', picture: 'worker', icon: 'person', written },
  review: { code: 'review', page: 'meeting', picture: 'meeting', icon: 'calendar', written },
  rights: { code: 'rights', page: 'mine', picture: 'hand', icon: 'star', written },
  sees: { code: 'sees', page: 'reads', picture: 'eyes', icon: 'eye', written },
  secret: { code: 'secret', page: 'told', picture: 'privacy', icon: 'lock', written }
} as const;

/** 4 to 7: few words, and a picture beside each piece. */
const young: readonly Guide[] = [
  {
    ...about.iro,
    paragraphs: [
      { code: 'what', picture: 'worker' },
      { code: 'job', picture: 'plan' },
      { code: 'tell', picture: 'speech', way: 'say' }
    ]
  },
  {
    ...about.review,
    paragraphs: [
      { code: 'what', picture: 'meeting' },
      { code: 'come', picture: 'chair' },
      { code: 'say', picture: 'art', way: 'say' },
      { code: 'after', picture: 'letter' }
    ]
  },
  {
    ...about.rights,
    paragraphs: [
      { code: 'heard', picture: 'speech' },
      { code: 'advocate', stays: true, picture: 'friends', way: 'advocate' },
      { code: 'complain', stays: true, picture: 'hand', way: 'complain' },
      { code: 'visitor', picture: 'games', way: 'visitor' },
      { code: 'file', picture: 'book', way: 'file' },
      { code: 'court', picture: 'rules' }
    ]
  },
  {
    ...about.sees,
    paragraphs: [
      { code: 'reads', stays: true, picture: 'reading' },
      { code: 'choose', stays: true, picture: 'family' },
      { code: 'home', stays: true, picture: 'house' }
    ]
  },
  {
    ...about.secret,
    paragraphs: [
      { code: 'when', stays: true, picture: 'privacy' },
      { code: 'first', stays: true, picture: 'speech' },
      { code: 'night', stays: true, picture: 'sleep' },
      { ...urgent, picture: 'phone' }
    ]
  }
];

/** What the middle and the older ones share: the law is the same, the words are not. */
const reviewOlder: Guide = {
  ...about.review,
  paragraphs: [
    { code: 'what' },
    { code: 'when', titled: true, way: 'sooner' },
    { code: 'yours', titled: true },
    { code: 'before', titled: true, way: 'say' },
    { code: 'after', titled: true }
  ]
};
const rightsOlder: Guide = {
  ...about.rights,
  paragraphs: [
    { code: 'heard', titled: true },
    { code: 'advocate', titled: true, stays: true, way: 'advocate' },
    { code: 'complain', titled: true, stays: true, way: 'complain' },
    { code: 'visitor', titled: true, way: 'visitor' },
    { code: 'file', titled: true, way: 'file' },
    { code: 'court', titled: true },
    { code: 'england', titled: true }
  ]
};
const seesOlder: Guide = {
  ...about.sees,
  paragraphs: [
    { code: 'reads', titled: true, stays: true },
    { code: 'choose', titled: true, stays: true },
    { code: 'home', titled: true, stays: true },
    { code: 'advocate', titled: true, stays: true },
    { code: 'kept', titled: true, stays: true, way: 'looked' }
  ]
};
const secretOlder: Guide = {
  ...about.secret,
  paragraphs: [
    { code: 'when', titled: true, stays: true },
    { code: 'first', titled: true, stays: true },
    { code: 'night', stays: true },
    { ...urgent, titled: true }
  ]
};
const iroOlder: readonly Paragraph[] = [
  { code: 'what' },
  { code: 'job', titled: true },
  { code: 'not' },
  { code: 'wrong', titled: true, way: 'meet' }
];
const older = (iro: readonly Paragraph[]): readonly Guide[] => [
  { ...about.iro, paragraphs: iro },
  reviewOlder,
  rightsOlder,
  seesOlder,
  secretOlder
];

/** What every guide for adults ends with. */
const adultsLast: readonly Paragraph[] = [
  { code: 'secret', titled: true, stays: true },
  { code: 'urgent', titled: true, stays: true, names: ['999', '{{number}}'] }
];
const adult = (code: string, icon: IconName, paragraphs: readonly Paragraph[]): Guide => ({
  code,
  page: code,
  picture: 'letter',
  icon,
  written,
  paragraphs: [{ code: 'iro', titled: true }, { code: 'review', titled: true }, ...paragraphs, ...adultsLast]
});
const sees: Paragraph = { code: 'sees', titled: true, stays: true };
const child: Paragraph = { code: 'child', titled: true, stays: true };
const sideAndComplaint: readonly Paragraph[] = [
  { code: 'advocate', titled: true, stays: true },
  { code: 'complain', titled: true, stays: true }
];

/** Every guide there is, in the order in which its readers meet them. Codes are never used again for something else. */
export const guides: Readonly<Record<Audience, readonly Guide[]>> = {
  '4-7': young,
  '8-11': older(iroOlder),
  '12-17': older([...iroOlder, { code: 'change', titled: true, way: 'change' }]),
  adults: [
    adult('parents', 'people', [
      { code: 'views', titled: true },
      sees,
      child,
      ...sideAndComplaint,
      { code: 'file', titled: true }
    ]),
    adult('carers', 'home', [{ code: 'help', titled: true }, child, sees, ...sideAndComplaint]),
    adult('professionals', 'table', [sees, child, ...sideAndComplaint])
  ]
};

/** Who reads together on one page, by the name it has in an open address. */
export const open = {
  young: { audience: '4-7', guide: null },
  mid: { audience: '8-11', guide: null },
  teen: { audience: '12-17', guide: null },
  parents: { audience: 'adults', guide: 'parents' },
  carers: { audience: 'adults', guide: 'carers' },
  professionals: { audience: 'adults', guide: 'professionals' }
} as const satisfies Readonly<Record<string, { audience: Audience; guide: string | null }>>;
export type OpenPage = keyof typeof open;
export const isOpenPage = (page: string): page is OpenPage => Object.hasOwn(open, page);

/** One paragraph by where it stands; null when there is none. */
export type Place = Readonly<{ audience: Audience; guide: string; paragraph: string; language: string }>;

export const guideOf = (audience: Audience, code: string): Guide | null =>
  guides[audience].find((one) => one.code === code) ?? null;

export const paragraphOf = ({ audience, guide, paragraph }: Omit<Place, 'language'>): Paragraph | null =>
  guideOf(audience, guide)?.paragraphs.find(({ code }) => code === paragraph) ?? null;

/** A place in one word, as a worker's address has it: `8-11.rights.advocate.cy`. */
export const placeName = ({ audience, guide, paragraph, language }: Place): string =>
  [audience, guide, paragraph, language].join('.');

/** The place of that name; null where there is none. */
export function placeAt(name: string): Place | null {
  const [audience = '', guide = '', paragraph = '', language = '', ...more] = name.split('.');
  if (!isAudience(audience) || more.length > 0) return null;
  return paragraphOf({ audience, guide, paragraph }) ? { audience, guide, paragraph, language } : null;
}
