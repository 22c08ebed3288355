/**
 * What a form is: pages of questions, as data, without words and without functions.
 * Its words are in `locales/<language>/<form>.json` under the same codes.
 */
export type Band = '4-7' | '8-11' | '12-17';
export type KindCode = 'faces' | 'one' | 'many' | 'people' | 'amounts' | 'text' | 'date' | 'matrix' | 'counts' | 'dates';

export type Question = Readonly<{
  /** Never reused for another question, in any version of the form. */
  code: string;
  kind: KindCode;
  /** For `one`, `many` and `matrix`: the codes of the choices, in order. `not-sure` is always added after them. */
  options?: readonly string[];
  /** For `many` and `one`: which option code has which picture, where it has one. */
  pictures?: Readonly<Record<string, string>>;
  /** For `many`: "something else", with a place to write it. */
  other?: boolean;
  /** For `one`: choices that say a child may not be safe. Help comes first then, and "tell your IRO now" (decision 27). */
  alert?: readonly string[];
  /** For whoever has the child alone: how somebody can be reached, or whom they cannot meet. Never on a copy for the meeting. */
  teamOnly?: true;
  /** For `amounts`: the `people` question whose people are asked about, one by one. */
  of?: string;
  /** For `matrix` and `counts`: the codes of what is asked about, one by one, in order. */
  rows?: readonly string[];
  /** For `counts`: the rows that are given in per cent, 0 to 100. */
  percent?: readonly string[];
  /** For `dates`: how many there may be, when fewer than the kind has room for. One day is a list of one. */
  most?: number;
}>;

/** The way a page is reached, when not always: an earlier answer holds one of these values. */
export type Condition = Readonly<{ code: string; holds: readonly string[] }>;

export type Page = Readonly<{
  /** In the address: says nothing (`b04`). */
  code: string;
  /** What it is about: groups answers on the sharing and check screens, and names the topic a child picks. */
  topic: string;
  /** The question, and under it its follow-up ("say more"), if it has one. */
  questions: readonly [Question, ...Question[]];
  /** Part of the short way through: what a child meets without asking for more. */
  core?: boolean;
  /** Only behind "more about this" of that topic. */
  more?: boolean;
  /** Only when the child picked this topic: private matters are never asked unasked. */
  onlyIfChosen?: boolean;
  when?: Condition;
}>;

export type Form = Readonly<{
  code: string;
  version: number;
  bands: readonly Band[];
  /** The page on which topics are picked: its options are topic codes. Comes first. */
  topicsPage: string;
  /** Topics everybody is asked about, whatever they picked: they are no options of the topics page. */
  always: readonly string[];
  pages: readonly Page[];
}>;

/** Who a professional is to the child: which pages they are asked. */
export const professionalRoles = ['school', 'health', 'social-worker', 'advocate', 'police', 'other'] as const;
export type ProfessionalRole = (typeof professionalRoles)[number];

/** One topic of an adult's form, all on one page: an adult picks a topic from a list, in any order, and sees what it asks. */
export type AdultPage = Pick<Page, 'code' | 'topic'> &
  Readonly<{
    /** One to six. */
    questions: readonly [Question, ...Question[]];
    /** Who is asked this; absent: everybody. */
    roles?: readonly ProfessionalRole[];
  }>;

/** Which form an adult is asked; also the name of its words file. */
export type AdultFormCode = 'parent' | 'carer' | 'professional';

/** What a parent, a carer or a professional is asked: one wording for all, no topics to pick from, no page that depends on another. */
export type AdultForm = Readonly<{ code: AdultFormCode; version: number; readers: 'adult'; pages: readonly AdultPage[] }>;

/** One answer as a kind understands it: `value` is what its schema says, `unsure` means "I am not sure" was chosen. */
export type Answer = Readonly<{ value: unknown; unsure: boolean }>;

/** Who may come to know an answer (decision 8). `tell` carries the contacts the child chose. */
export type Audience =
  | { kind: 'only_iro' }
  | { kind: 'tell'; people: readonly { kind: 'contact' | 'staff'; id: string }[] }
  | { kind: 'at_my_review' };

/** A question as it was asked: kept beside its answer for ever, whatever becomes of the form. */
export type Asked = Readonly<{
  code: string;
  kind: KindCode;
  topic: string;
  question: string;
  hint: string | null;
  /** Option code to the words it was shown with. */
  options: Readonly<Record<string, string>>;
  /** Of `matrix` and `counts`: row code to the words it was shown with. */
  rows?: Readonly<Record<string, string>>;
  /** Of `counts`: the rows that are per cent. */
  percent?: readonly string[];
  /** See `Question.teamOnly`. */
  teamOnly?: true;
  language: string;
  /** `adult`: asked of a parent, a carer or a professional. */
  band: Band | 'adult';
  formVersion: number;
}>;
