import { readFile } from 'node:fs/promises';
import { councilSettings, setCouncil } from '#lib/council/council.server.ts';
import { Refusal } from '#lib/errors.ts';
import type { App } from '#lib/server/app.ts';

export const usage = 'heard council show | set KEY VALUE | load FILE.json';

/** Shows or sets the council's words and numbers. Returns 0 when done, 2 when it could not be. */
export async function run(args: readonly string[], app: App, out: (line: string) => void): Promise<number> {
  const [act, key, value] = args;
  const ctx = () => app.context({ kind: 'command', id: 'council', assurance: 'host' });
  try {
    if (act === 'show' && args.length === 1) {
      const { terms, termsIn, ...rest } = await councilSettings(ctx());
      for (const [name, set] of Object.entries(rest)) out(`${name}: ${set ?? ''}`);
      for (const [name, set] of Object.entries(terms)) out(`terms.${name}: ${set}`);
      for (const [language, forms] of Object.entries(termsIn))
        for (const [form, set] of Object.entries(forms)) out(`terms.${language}.${form}: ${set}`);
      return 0;
    }
    if (act === 'set' && key !== undefined && value !== undefined && args.length === 3) {
      await setCouncil(ctx(), key, value);
      return 0;
    }
    if (act === 'load' && key !== undefined && args.length === 2) {
      for (const [name, text] of await settingsIn(key)) await setCouncil(ctx(), name, text);
      return 0;
    }
  } catch (error) {
    out(sentenceFor(error));
    return 2;
  }
  out(usage);
  return 2;
}

/** The settings of a file like `{ "name": "…", "terms.review": "…" }`. */
async function settingsIn(path: string): Promise<[string, string][]> {
  const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Error(`${path} must hold one object`);
  return Object.entries(parsed).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'string') throw new Error(`${name} must be a text`);
    return [name, value];
  });
}

function sentenceFor(error: unknown): string {
  if (error instanceof Refusal)
    return (
      Object.entries(error.fields)
        .map(([name, why]) => `${name} ${why}`)
        .join('; ') || error.problem
    );
  return error instanceof Error ? error.message : 'That could not be done.';
}
