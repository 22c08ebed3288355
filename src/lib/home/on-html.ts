import { attributesOf } from '#lib/children/look.ts';
import type { Council } from '#lib/council/council.ts';
import type { Words } from '#locales/words.ts';
import type { Reader } from './home.ts';

const bands: Readonly<Record<string, string>> = { '4-7': 'young', '8-11': 'mid', '12-17': 'teen', adult: 'teen', staff: 'staff' };

/**
 * What `<html>` of a page says about its reader, by the name it has in src/app.html; each fit to stand in an attribute. `begins`:
 * the first page of somebody to whom a device was handed over, so no other page of ours may stay open in this browser.
 */
export function onHtml(
  { language, direction }: Words,
  reader: Reader,
  { leaveTo, begins = false }: Pick<Council, 'leaveTo'> & { begins?: boolean }
): Readonly<Record<string, string>> {
  return {
    // The pseudo-language is English with marks; browsers know no such language.
    lang: language === 'qps' ? 'en' : language,
    dir: direction,
    band: bands[reader.band ?? ''] ?? 'mid',
    // Escaped, not emptied: an address may want its `&`.
    away: leaveTo.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`),
    look: lookOnHtml(reader) + (begins ? ' data-begins="yes"' : '')
  };
}

/**
 * The look the child chose, there before anything is drawn; `data-keeps` lets the device keep the help page; `data-watched`
 * says that nothing may be left to look at.
 */
function lookOnHtml({ look, keeps, watched }: Reader): string {
  const attributes = { ...attributesOf(look), ...(keeps && { 'data-keeps': 'help' }), ...(watched && { 'data-watched': 'yes' }) };
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
}
