/**
 * The pages that ask "was this helpful?", and where each is. A page is added here, with `Helpful.svelte` on it. Its address is the
 * only thing that is kept of an answer.
 */
export const helpfulPages = { help: '/help', team: '/team' } as const;
export type HelpfulPage = keyof typeof helpfulPages;

export const isHelpfulPage = (page: string): page is HelpfulPage => Object.hasOwn(helpfulPages, page);

/** What a page says there, in the reader's words. */
export type HelpfulWords = Readonly<{ question: string; yes: string; no: string; thanks: string }>;
