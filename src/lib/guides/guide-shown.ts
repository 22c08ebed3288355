import type { Block } from './blocks.ts';
import type { WayCode } from './ways.ts';
import type { Guide, Paragraph } from './guides.ts';

/** Something said, and the English beside it where a translation is a draft or says less than the English does. */
export type Said<What> = Readonly<{ said: What; english: What | null }>;

export type ParagraphShown = Readonly<{
  code: string;
  title: Said<string> | null;
  words: Said<readonly Block[]>;
  picture: Paragraph['picture'] | null;
  way: WayCode | null;
}>;

/** A guide with every word in it. */
export type GuideShown = Readonly<
  Pick<Guide, 'code' | 'page' | 'picture' | 'icon'> & {
    title: string;
    lead: string;
    paragraphs: readonly ParagraphShown[];
    /** The day on which the council last changed what is shown here (`YYYY-MM-DD`); null: nothing of it is the council's. */
    changedOn: string | null;
    /** The day of the built-in words. */
    written: string;
  }
>;

/** Whose words a paragraph has in one language. */
export type Whose = 'built-in' | 'own' | 'left-out';

export type ParagraphToEdit = Readonly<{
  code: string;
  title: string | null;
  whose: Whose;
  changedAt: string | null;
  /** The English was changed after what stands here. */
  behind: boolean;
}>;
export type GuideToEdit = Readonly<{ code: string; title: string; paragraphs: readonly ParagraphToEdit[] }>;

/** One paragraph as whoever edits it meets it; gaps such as `{{iro}}` are open. */
export type ParagraphWhole = Readonly<{
  guideTitle: string;
  title: string | null;
  builtIn: string;
  /** What holds now. */
  text: string;
  whose: Whose;
  /** It may not be left out. */
  stays: boolean;
  /** What must be named in it, as readers see it: "999", "0800 1111". */
  names: readonly string[];
  /** The gaps that may stand in it, and what they say now. */
  gaps: readonly Readonly<{ name: string; says: string }>[];
  english: string | null;
  behind: boolean;
  /** Every change, the newest first; `words` null: back to the built-in ones. */
  history: readonly Readonly<{ id: string; words: string | null; by: string; at: string }>[];
}>;
