/**
 * The pages that ask "was this helpful?", and where each is. A page is added here, with `Helpful.svelte` on it. Its name is the
 * only thing that is kept of an answer. `know-`: one guide as a child who is signed in reads it, of whatever age: counted by age too,
 * few would ever be enough.
 */
export const helpfulPages = {
  help: '/help',
  team: '/team',
  'know-who': '/me/know/who',
  'know-meeting': '/me/know/meeting',
  'know-mine': '/me/know/mine',
  'know-reads': '/me/know/reads',
  'know-told': '/me/know/told',
  'guide-young': '/guide/young',
  'guide-mid': '/guide/mid',
  'guide-teen': '/guide/teen',
  'guide-parents': '/guide/parents',
  'guide-carers': '/guide/carers',
  'guide-professionals': '/guide/professionals'
} as const;
export type HelpfulPage = keyof typeof helpfulPages;

export const isHelpfulPage = (page: string): page is HelpfulPage => Object.hasOwn(helpfulPages, page);

/** Where anybody may look at it; null: a child's own page. */
export const openAddress = (page: HelpfulPage): string | null =>
  helpfulPages[page].startsWith('/me/') ? null : helpfulPages[page];

/** What a page says there, in the reader's words. */
export type HelpfulWords = Readonly<{ question: string; yes: string; no: string; thanks: string }>;
