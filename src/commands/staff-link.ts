import { findSourced } from '#lib/imports/finding.server.ts';
import type { App } from '#lib/server/app.ts';
import { linkMinutes, makeLink } from '#lib/sign-in/workers/links.server.ts';
import { sentenceFor } from './command.ts';

export const usage = 'heard staff-link STAFFID';

/** Prints a link that signs one worker in, once. `STAFFID` is their id in the case system, or ours. */
export async function run(args: readonly string[], app: App, out: (line: string) => void): Promise<number> {
  const [asked, ...rest] = args;
  if (!asked || rest.length > 0) {
    out(`Say for whom: ${usage}`);
    return 2;
  }
  const ctx = () => app.context({ kind: 'command', id: 'staff-link', assurance: 'host' });
  try {
    const person = await findSourced(ctx(), 'staff', asked);
    const token = await makeLink(ctx(), person?.recordId ?? asked);
    out(`${app.settings.origin}/sign-in/link/${token}`);
    out(`It works once, for ${linkMinutes} minutes. Give it to that person only.`);
    return 0;
  } catch (error) {
    const sentence = sentenceFor(error);
    out(sentence === 'There is no such record.' ? `There is nobody who works here under ${asked}.` : sentence);
    return 2;
  }
}
