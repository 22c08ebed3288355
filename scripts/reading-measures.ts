/** How the reading gates tell what they measured. */
import type { Caps } from '#lib/readability/caps.ts';
import { hardIn, measured, over, sentencesIn, type Measure } from '#lib/readability/measures.ts';

const row = (name: string, { grade, lix, longest, hard }: Measure, note: string): string =>
  [
    name.padEnd(22),
    grade.toFixed(1).padStart(6),
    lix.toFixed(1).padStart(6),
    String(longest).padStart(8),
    `${hard.toFixed(1)} %`.padStart(8),
    note
  ]
    .join(' ')
    .trimEnd();

/** The ten sentences a reader trips over first. */
function worst(texts: readonly string[]): string[] {
  const one = (text: string) => ({ text, ...measured([text]) });
  return [...new Set(sentencesIn(texts))]
    .map(one)
    .sort((a, b) => b.grade - a.grade)
    .slice(0, 10)
    .map(
      ({ text, grade, longest }) =>
        `      ${grade.toFixed(1).padStart(5)}  ${String(longest).padStart(2)} words  ${text}${hardIn(text).length > 0 ? `  [${hardIn(text).join(', ')}]` : ''}`
    );
}

function details(texts: readonly string[]): string {
  const hard = [...new Set(texts.flatMap(hardIn))];
  return [...(hard.length > 0 ? [`      hard words: ${hard.join(', ')}`] : []), ...worst(texts), ''].join('\n');
}

const heading = `${''.padEnd(22)}  grade    LIX  longest     hard`;
const limits = ({ grade, lix, longest, hard }: Caps): string =>
  `grade ${grade}, LIX ${lix}, longest sentence ${longest} words, hard words ${hard === null ? 'not limited' : `${hard} %`}`;

/**
 * Prints the figures of one kind of reader, screen by screen; `brief`: without the sentences, but of a screen that is over.
 * Gives how many figures are over their caps.
 */
export function told(title: string, cap: Caps, screens: ReadonlyMap<string, readonly string[]>, brief: boolean): number {
  process.stdout.write(`\n${title}. Caps: ${limits(cap)}\n${heading}\n`);
  let faults = 0;
  for (const [name, texts] of [['all together', [...screens.values()].flat()] as const, ...screens]) {
    const found = measured(texts);
    const beyond = over(found, cap);
    faults += beyond.length;
    const shown = name !== 'all together' && (!brief || beyond.length > 0);
    process.stdout.write(
      `${row(name, found, beyond.length > 0 ? `over: ${beyond.join(', ')}` : '')}\n${shown ? details(texts) : ''}`
    );
  }
  return faults;
}
