import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { isOrder, type Made, type Order } from './making.ts';

/*
 * A process of its own: it makes PDFs and does nothing else. It has no database and no keys, and what it reads stays in
 * this folder. Started by pdf.ts, which ends it after a while.
 */

const fonts = ['lexend/400Regular/Lexend_400Regular', 'lexend/700Bold/Lexend_700Bold'].concat([
  'vazirmatn/400Regular/Vazirmatn_400Regular',
  'vazirmatn/700Bold/Vazirmatn_700Bold'
]);

let compiler: NodeCompiler | null = null;

/** Made at the first order. Throws where there is no build of Typst for this machine. */
async function ready(): Promise<NodeCompiler> {
  if (compiler) return compiler;
  const typst = await import('@myriaddreamin/typst-ts-node-compiler');
  const { resolve } = createRequire(import.meta.url);
  const fontBlobs = fonts.map((name) => readFileSync(resolve(`@expo-google-fonts/${name}.ttf`)));
  compiler = typst.NodeCompiler.create({ workspace: import.meta.dirname, fontArgs: [{ fontBlobs }] });
  return compiler;
}

async function make({ id, template, data }: Order): Promise<Made> {
  let typst: NodeCompiler;
  try {
    typst = await ready();
  } catch {
    return { id, problem: 'unavailable' };
  }
  const set = typst.compile({ mainFilePath: join(import.meta.dirname, `${template}.typ`), inputs: { data } });
  if (set.result === null) return { id, problem: 'failed' };
  // PDF/UA-1: Typst refuses to write a file that is not tagged, titled and in a named language.
  const pdf = typst.pdf(set.result, { pdfStandard: 'ua-1' });
  typst.evictCache(10);
  return { id, pdf: new Uint8Array(pdf) };
}

process.on('message', (said) => {
  if (!isOrder(said)) return;
  const { id } = said;
  void make(said)
    .catch((): Made => ({ id, problem: 'failed' }))
    .then((made) => process.send?.(made));
});
process.on('disconnect', () => process.exit());
