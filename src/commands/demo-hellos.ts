import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { ownPage, saveOwnPage } from '#lib/people/pages.server.ts';
import type { App } from '#lib/server/app.ts';
import { source } from './demo-views.ts';

const hellosFile = v.array(v.object({ staff: v.string(), '4-7': v.string(), '8-11': v.string(), '12-17': v.string() }));

/** The reviewing officers of the example write their hello, as they would on their own page; the rest of it stays as it is. */
export async function sayHellos(app: App, file: string): Promise<void> {
  for (const { staff, ...hello } of v.parse(hellosFile, JSON.parse(await readFile(file, 'utf8')))) {
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
