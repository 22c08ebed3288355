/**
 * `npm run gates`: how hard the words are to read, for children of each age, parents, carers and professionals, screen by screen
 * and guide by guide, with the hardest sentences of each (`--brief`: of those alone that are over).
 * Four measures with a cap each; over a cap it ends with 1. A smoke alarm: no promise that a child of some age can read it.
 */
import type { Band } from '#lib/journeys/form.ts';
import { readingOf } from '#lib/readability/reading.ts';
import { terms } from '#locales/terms.ts';
import { wordsFor } from '#locales/words.ts';
import { everybody } from '#tests/setup/reading-everybody.ts';
import { told } from './reading-measures.ts';
import { readOn, samples, screensOf, unmeasured } from '#tests/setup/reading-screens.ts';

const brief = process.argv.includes('--brief');
const say = (text: string) => process.stdout.write(text);

let faults = 0;
for (const { readers, cap, screens } of everybody()) faults += told(`${readers}, English`, cap, screens, brief);

/** Grades and word lists are English. A draft is told apart by the length of its sentences, and Welsh by its LIX too. */
function tellDraft(language: string, forms: Readonly<Record<string, string>>, band: Band): void {
  const withLix = language !== 'ar';
  say(`\n${band}, ${language} (a draft: told, not gated). Longest sentence in words${withLix ? ', LIX' : ''}\n`);
  for (const [name, texts] of screensOf(wordsFor({ language, band, values: { ...samples, ...forms } }), band)) {
    const { longest, lix, sentence } = readingOf(texts);
    say(`${name.padEnd(22)} ${String(longest).padStart(4)}${withLix ? ` ${lix.toFixed(1).padStart(6)}` : ''}  ${sentence}\n`);
  }
}
for (const [language, forms] of Object.entries(terms))
  for (const band of ['8-11', '12-17'] as const) tellDraft(language, forms, band);

const pages = Object.entries(readOn);
const without = pages.flatMap(([route, names]) => (typeof names === 'string' ? [`${route} (${names})`] : []));
const missing = unmeasured();
say(
  `\nPages a child can open: ${pages.length - without.length} measured, ${missing.length} not.${missing.map((one) => `\n  ${one}`).join('')}\n` +
    `Nothing to measure: ${without.join(', ')}.\n`
);
faults += missing.length;
say(faults === 0 ? '\nAll of it is within its caps.\n' : `\n${faults} figures are over their caps, or not measured.\n`);
process.exitCode = faults === 0 ? 0 : 1;
