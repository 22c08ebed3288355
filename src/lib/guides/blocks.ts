/** A paragraph as it is drawn: sentences, or a list. Lines that begin with "- " are one list. */
export type Block = Readonly<{ kind: 'text' | 'list'; lines: readonly string[] }>;

/** A number to call stays on one line: broken in two it is hard to read, and in Arabic its parts change places. */
const unbroken = (line: string): string => line.replaceAll(/\d[\d ]{4,}\d/g, (number) => number.replaceAll(' ', '\u00a0'));

/** The parts of a paragraph's words, in order; empty lines say nothing. */
export function blocksOf(text: string): readonly Block[] {
  const blocks: { kind: Block['kind']; lines: string[] }[] = [];
  for (const line of text.split('\n').map((one) => unbroken(one.trim()))) {
    if (line === '') continue;
    const item = /^[-–•]\s+(.+)$/.exec(line)?.[1];
    const last = blocks.at(-1);
    if (item === undefined) blocks.push({ kind: 'text', lines: [line] });
    else if (last?.kind === 'list') last.lines.push(item);
    else blocks.push({ kind: 'list', lines: [item] });
  }
  return blocks;
}
