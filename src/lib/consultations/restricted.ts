/**
 * What a professional may mark at an answer: restricted information. It stays with the answer, sealed, and stands beside it
 * in every view and print; staff words for each are `reading:restricted.<mark>`.
 */
export const restrictions = ['not-read-out', 'not-to-parents', 'not-to-child'] as const;
export type Restriction = (typeof restrictions)[number];

/** Who may come to know an adult's answer: those who plan the child's care through the IRO, or with marks at it. */
export type AdultAudience = 'iro' | 'restricted';

export const isRestriction = (text: string): text is Restriction => restrictions.some((mark) => mark === text);

/** The audience of an adult's answer, as its marks make it. */
export const audienceOf = (marks: readonly Restriction[]): AdultAudience => (marks.length > 0 ? 'restricted' : 'iro');
