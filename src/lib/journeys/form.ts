/**
 * What a form is: pages of questions, as data, without words and without functions.
 * Its words are in `locales/<language>/<form>.json` under the same codes.
 */
export type Band = '4-7' | '8-11' | '12-17';
export type KindCode = 'faces' | 'one' | 'many' | 'people' | 'amounts' | 'text' | 'date';

export type Question = Readonly<{
  /** Never reused for another question, in any version of the form. */
  code: string;
  kind: KindCode;
  /** For `one` and `many`: the codes of the choices, in order. `not-sure` is always added after them. */
  options?: readonly string[];
  /** For `many` and `one`: which option code has which picture, where it has one. */
  pictures?: Readonly<Record<string, string>>;
  /** For `many`: "something else", with a place to write it. */
  other?: boolean;
  /** For `one`: choices that say a child may not be safe. Help comes first then, and "tell your IRO now" (decision 27). */
  alert?: readonly string[];
  /** For `amounts`: the `people` question whose people are asked about, one by one. */
  of?: string;
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
  language: string;
  band: Band;
  formVersion: number;
}>;
