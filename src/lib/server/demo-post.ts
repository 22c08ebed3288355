import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mail, MailTransport } from './mail.ts';
import type { Settings } from './settings.ts';
import type { Text, TextTransport } from './texts.ts';

/** A mail or text message of the demo, as it would have gone out. */
export type DemoPost = Readonly<{ at: string; way: 'email' | 'text'; to: string; subject: string; text: string }>;

const fileOf = ({ dataDir }: Pick<Settings, 'dataDir'>) => join(dataDir, 'demo', 'post.jsonl');
/** How many are shown: the newest. */
const shown = 20;

/**
 * In the demo mail and texts go into a file beside its data, and a page shows them: one can be the person who gets them.
 * Throws where anything but the demo runs.
 */
export function openDemoPost(
  settings: Pick<Settings, 'mode' | 'dataDir'>,
  now: () => Date
): { mail: MailTransport; texts: TextTransport } {
  if (settings.mode !== 'demo') throw new Error('only the demo keeps what it sends');
  const keep = (post: Omit<DemoPost, 'at'>) =>
    appendFileSync(fileOf(settings), `${JSON.stringify({ at: now().toISOString(), ...post })}\n`, { mode: 0o600 });
  const close = () => undefined;
  return {
    mail: { send: async ({ to, subject, text }: Mail) => keep({ way: 'email', to, subject, text }), close },
    texts: { send: async ({ to, text }: Text) => keep({ way: 'text', to, subject: '', text }), close }
  };
}

/** What the demo has sent, the newest first. */
export function readDemoPost(settings: Pick<Settings, 'mode' | 'dataDir'>): DemoPost[] {
  if (settings.mode !== 'demo') return [];
  return linesOf(fileOf(settings))
    .slice(-shown)
    .reverse()
    .map((line): DemoPost => JSON.parse(line));
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    // Nothing was sent yet.
    return [];
  }
}
