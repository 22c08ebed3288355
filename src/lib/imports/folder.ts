import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { plainName, sheetOrder } from './columns.ts';
import { defaultMapping, mappingRules, type Mapping } from './mapping.ts';
import type { FileRefusal } from './problems.ts';
import { neverOpened } from './refused.ts';
import { WrongStructure } from './reading.ts';
import { survey, type Survey } from './survey.ts';

/** What a folder holds, before any row of it is taken. */
export type Folder = Readonly<{
  surveys: readonly Survey[];
  refusals: readonly FileRefusal[];
  /** Files that are not for us, by name, with the reason. */
  notRead: readonly { file: string; why: string }[];
  mapping: Mapping;
  /** Of all files and the mapping: the same folder again has the same. */
  digest: string;
}>;

/** Not data: what stands beside it. */
const BESIDE = /^(mapping|council)\.json$|^readme(\.\w+)?$|^\.|^thumbs\.db$/i;

/**
 * Looks a folder over: which files are which, which are refused and why. `mappingFile`: another place than the
 * folder's own `mapping.json`. Throws an Error in plain words when the folder or the mapping cannot be read.
 */
export async function openFolder(dir: string, mappingFile: string | null, today: string): Promise<Folder> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => null);
  if (!entries) throw new Error(`there is no folder ${dir}, or it cannot be read`);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
  const mapping = await readMapping(mappingFile ?? (files.includes('mapping.json') ? join(dir, 'mapping.json') : null));
  const surveys: Survey[] = [];
  const refusals: FileRefusal[] = [];
  const notRead: { file: string; why: string }[] = [];
  for (const file of files.filter((name) => !BESIDE.test(name))) {
    try {
      const found = isText(file) || looksLikeWorkbook(file) ? await survey(join(dir, file), file, today) : null;
      if (found) surveys.push(found);
      else notRead.push({ file, why: whyNot(file) });
    } catch (error) {
      if (!(error instanceof WrongStructure)) throw error;
      refusals.push(error.refusal);
    }
  }
  surveys.sort((one, other) => sheetOrder.indexOf(one.sheet) - sheetOrder.indexOf(other.sheet));
  const { whole, lacking } = withoutCompanions(surveys);
  return { surveys: whole, refusals: [...refusals, ...lacking], notRead, mapping, digest: await digestOf(whole, mapping) };
}

const isText = (file: string) => /\.(csv|txt|tsv)$/i.test(file);
const looksLikeWorkbook = (file: string) => /\.xls[xmb]?$/i.test(file);

function whyNot(file: string): string {
  if (neverOpened.has(plainName(file.replace(/\.\w+$/, '')))) return 'it holds placements and is never opened';
  return isText(file) ? 'it is not one of the tables we take' : 'it is not a CSV file';
}

/** Tables of the dataset that say nothing without their companion are refused, with its name. */
function withoutCompanions(surveys: readonly Survey[]): { whole: Survey[]; lacking: FileRefusal[] } {
  const care = surveys.some(({ sheet }) => sheet === 'episodes');
  const lacks = ({ sheet, dataset }: Survey) => dataset && !care && (sheet === 'children' || sheet === 'reviews');
  const lacking = surveys.filter(lacks).map(({ file }) => ({
    file,
    line: null,
    column: null,
    why: 'ssd_cla_episodes is missing, so nobody can tell who is in care',
    todo: 'send ssd_cla_episodes.csv with it'
  }));
  return { whole: surveys.filter((one) => !lacks(one)), lacking };
}

async function readMapping(path: string | null): Promise<Mapping> {
  if (path === null) return defaultMapping;
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) throw new Error(`the mapping ${path} cannot be read`);
  const parsed = v.safeParse(mappingRules, jsonOf(text, path));
  if (parsed.success) return parsed.output;
  const wrong = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`);
  throw new Error(`${basename(path)} is not a mapping:\n  ${wrong.join('\n  ')}`);
}

function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new Error(`${basename(path)} is not JSON`);
  }
}

async function digestOf(surveys: readonly Survey[], mapping: Mapping): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(mapping));
  for (const { path, file } of [...surveys].sort((one, other) => one.file.localeCompare(other.file))) {
    hash.update(`\0${file}\0`);
    for await (const chunk of createReadStream(path)) hash.update(chunk);
  }
  return hash.digest('hex');
}
