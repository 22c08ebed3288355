import type { ChildStatus, Privacy } from '#lib/children/child.ts';
import type { Band } from '#lib/journeys/form.ts';
import { deskCodes, type DeskCode } from '#lib/routing/rules.ts';

/* What people write in cells, in lower case, and what it means. */

export const yesNo = {
  yes: true,
  y: true,
  '1': true,
  true: true,
  t: true,
  no: false,
  n: false,
  '0': false,
  false: false,
  f: false
};
export const bands: Record<string, Band> = {
  '4-7': '4-7',
  '8-11': '8-11',
  '12-17': '12-17',
  '4–7': '4-7',
  '8–11': '8-11',
  '12–17': '12-17',
  young: '4-7',
  mid: '8-11',
  teen: '12-17'
};
export const levels: Record<string, Privacy> = { own: 'own', 'own phone': 'own', shared: 'shared', watched: 'watched' };
export const statuses: Record<string, ChildStatus> = {
  open: 'in-care',
  'in care': 'in-care',
  active: 'in-care',
  ended: 'ended',
  closed: 'ended'
};
/** What a spreadsheet makes of 4-7, 8-11 and 12-17. */
export const DATED_BAND =
  /^(0?[478]|11|12)[-/ ](apr|jul|aug|nov|dec|0?[478]|11|12)|^(apr|jul|aug|nov|dec)[-/ ]\d{1,4}$|^\d{1,2}[-/]\d{1,2}[-/]\d{2,4}$/i;

/** `iro-team; duty`, with `;`, `,` or spaces between: each once, in the order of the list. Null: one of them is no desk. */
export function desksIn(text: string): readonly DeskCode[] | null {
  const named: readonly string[] = text
    .toLowerCase()
    .split(/[;,\s]+/)
    .filter(Boolean);
  const known = named.every((name) => deskCodes.some((code) => code === name));
  return known ? deskCodes.filter((code) => named.includes(code)) : null;
}
