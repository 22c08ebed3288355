import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The Monday on which the example files stand still: every date in them is relative to it. */
export const exampleBase = '2026-11-16';

const WEEK = 7 * 86_400_000;

/**
 * Copies the example files with every date moved by whole weeks, so that their Monday is the Monday of `today`'s week
 * (`YYYY-MM-DD`): a review nine days away stays nine days away, and everybody keeps their age.
 */
export async function shiftExamples(fromDir: string, toDir: string, today: string): Promise<void> {
  const weeks = Math.floor((Date.parse(today) - Date.parse(exampleBase)) / WEEK);
  await mkdir(toDir, { recursive: true });
  for (const entry of await readdir(fromDir, { withFileTypes: true })) {
    const from = join(fromDir, entry.name);
    const to = join(toDir, entry.name);
    if (entry.isFile() && entry.name.endsWith('.csv')) await writeFile(to, shiftDates(await readFile(from, 'utf8'), weeks));
    else await cp(from, to, { recursive: true });
  }
}

/** Moves every ISO day in a text by whole weeks. */
export const shiftDates = (text: string, weeks: number): string =>
  text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => new Date(Date.parse(day) + weeks * WEEK).toISOString().slice(0, 10));
