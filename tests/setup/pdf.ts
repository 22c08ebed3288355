import { getDocumentProxy } from 'unpdf';

export type ReadPdf = Readonly<{
  /** What a reader of the file hears, page after page. */
  text: string;
  pages: number;
  title: string | null;
  language: string | null;
  /** It says that it is tagged. */
  marked: boolean;
  /** Every role in its tree of tags, in order. */
  roles: readonly string[];
  /** What its pictures are in words. */
  pictures: readonly string[];
}>;

/** A node of the tree of tags, or the content it points at. */
type Tag = { role?: string; alt?: string; children?: readonly unknown[] };

/** Reads a PDF as a program that reads aloud would: text, language, tags. Throws when it is none. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const { info } = await document.getMetadata();
  const about: Record<string, unknown> = { ...info };
  const texts: string[] = [];
  const tags: Tag[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    texts.push(items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join(''));
    const tree: unknown = await page.getStructTree();
    if (isTag(tree)) tags.push(tree);
  }
  const all = tags.flatMap(allOf);
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  return {
    text: texts.join('\n'),
    pages: document.numPages,
    title: text(about['Title']),
    language: text(about['Language']),
    marked: (await document.getMarkInfo())?.Marked === true,
    roles: all.flatMap(({ role }) => role ?? []),
    pictures: all.flatMap(({ alt }) => alt ?? [])
  };
}

const isTag = (node: unknown): node is Tag => typeof node === 'object' && node !== null;
const allOf = (tag: Tag): Tag[] => [tag, ...(tag.children ?? []).filter(isTag).flatMap(allOf)];
