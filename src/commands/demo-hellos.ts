import { readFile } from 'node:fs/promises';
import { ownPage, saveOwnPage } from '#lib/people/pages.server.ts';
import type { App } from '#lib/server/app.ts';
import { source } from './demo-views.ts';

type Hello = Readonly<{ staff: string; '4-7': string; '8-11': string; '12-17': string }>;

/** The reviewing officers of the example write their hello, as they would on their own page; the rest of it stays as it is. */
export async function sayHellos(app: App, file: string): Promise<void> {
  const hellos: readonly Hello[] = JSON.parse(await readFile(file, 'utf8'));
  for (const { staff, ...hello } of hellos) {
    const { recordId: id } = await source(app, 'staff', staff);
    const ctx = () =>
      app.context({ kind: 'staff', id, sessionId: 'demo', assurance: 'passkey', stepUpUntil: null, roles: ['iro'] });
    const { talks, replyDays, shownOpenly, shows } = await ownPage(ctx());
    await saveOwnPage(ctx(), {
      ...{ hellos: hello, days: [...talks.days], from: talks.from ?? '', to: talks.to ?? '' },
      ...{ replyDays: String(replyDays), shownOpenly, shows }
    });
  }
}
