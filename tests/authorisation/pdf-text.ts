import { extractText as textIn, getDocumentProxy } from 'unpdf';

/** The words of a PDF, page after page. */
export async function extractText(bytes: Uint8Array): Promise<string> {
  const { text } = await textIn(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
  return text;
}
