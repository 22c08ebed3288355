/** A paragraph as it is drawn: sentences, or a list. Lines that begin with "- " are one list. */
export type Block = Readonly<{ kind: 'text' | 'list'; lines: readonly string[] }>;

/** The parts of a paragraph's words, in order; empty lines say nothing. */
export function blocksOf(text: string): readonly Block[] {
  const blocks: { kind: Block['kind']; lines: string[] }[] = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const item = /^[-–•]\s+(.+)$/.exec(line)?.[1];
    const last = blocks.at(-1);
    if (item === undefined) blocks.push({ kind: 'text', lines: [line] });
    else if (last?.kind === 'list') last.lines.push(item);
    else blocks.push({ kind: 'list', lines: [item] });
  }
  return blocks;
}
