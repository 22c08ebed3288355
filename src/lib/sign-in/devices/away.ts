/** What is told where somebody comes in again: their visit ran out, and what they posted after that was sent, or was not. */
export type Away = '1' | 'sent' | 'unsent';

/** What the address of a way in says; null: nobody was away. An address may say anything: what it does not know tells nothing. */
export function awayIn({ searchParams }: Pick<URL, 'searchParams'>): Away | null {
  const said = searchParams.get('away');
  return said === null ? null : said === 'sent' || said === 'unsent' ? said : '1';
}

/** Whether a page that takes something leads here only once it stands with whoever gets it: what was only saved leads elsewhere. */
export const isSentAt = (to: string): boolean =>
  /^\/me\/(sent$|asked\/|write\?sent=|rate\?sent|meet\/talk$)|^\/views\/(asked\/|write\?sent=|rate\?sent)/.test(to);
