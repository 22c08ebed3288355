import { sendCallBack } from '#lib/call-backs/sending.server.ts';
import { saveContact } from '#lib/children/children.server.ts';
import { within, type Actor } from '#lib/context.ts';
import { reachIndex, sendBy } from '#lib/invitations/sending.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { setDesk } from '#lib/routing/routing.server.ts';
import type { App } from '#lib/server/app.ts';
import { command, seedChildren } from '../seed.ts';

const today = '2020-01-01';

/** Those who are told: a desk of workers (by mail), and people who are asked (by text). All through the product's own verbs. */
export type Town = Readonly<{ admin: string; desk: readonly string[]; invitations: readonly string[]; iro: string }>;

export const addressOf = (at: number): string => `worker${at}@council.example`;

export async function seedTown(app: App, workers: number, asked: number): Promise<Town> {
  const worker = (name: string, email: string, role: 'iro' | 'admin') =>
    saveStaff(command(app), { name, email, roles: [{ role, fromOn: today, toOn: null }] });
  const admin = await worker('Ada Wynn', 'admin@council.example', 'admin');
  const desk: string[] = [];
  for (let at = 0; at < workers; at += 1) desk.push(await worker(`Worker ${at}`, addressOf(at), 'iro'));
  await setDesk(command(app), 'iro-team', desk);
  const iro = desk[0] ?? '';
  const [child] = await seedChildren(app, [iro], 1);
  const invitations: string[] = [];
  for (let at = 0; at < asked; at += 1)
    invitations.push(await invited(app, child?.id ?? '', iro, `+4477009${String(at).padStart(5, '0')}`));
  return { admin, desk, invitations, iro };
}

async function invited(app: App, childId: string, iro: string, phone: string): Promise<string> {
  const ctx = command(app);
  const contactId = await saveContact(ctx, { childId, relation: 'relative', name: `Relative ${phone}`, phone, mayInvite: true });
  const id = ctx.ids();
  const now = ctx.now.toISOString();
  await ctx.db
    .insertInto('invitations')
    .values({
      ...{ id, contact_id: contactId, child_id: childId, review_id: null, part: 'invited', form: 'parent', role: null },
      ...{ way: 'text', reach_index: reachIndex(ctx, 'text', phone), language: 'en', tells_day: 0, tells_venue: 0 },
      ...{ words_sealed: null, rev: 1, made_at: now, made_by: iro, changed_at: now, opened_at: null, withdrawn_at: null }
    })
    .execute();
  return id;
}

let sent = 0;

/** One item in the product, and a mail to everybody at the desk, in one transaction. */
export async function oneCallBack(app: App): Promise<void> {
  sent += 1;
  const given = { name: `Caller ${sent}`, related: '', child: 'Somebody', phone: '01632 960471', when: '', about: '' };
  const ctx = app.context({ kind: 'visitor', assurance: 'none' });
  await sendCallBack(ctx, { submissionId: crypto.randomUUID(), language: 'en' }, given);
}

/** One text to somebody who is asked. */
export async function oneText(app: App, { iro }: Town, invitationId: string): Promise<void> {
  await within(app.context(asStaff(iro)), (ctx) => sendBy(ctx, invitationId));
}

export const asStaff = (id: string, roles: readonly ('iro' | 'admin')[] = ['iro']): Actor => ({
  ...{ kind: 'staff', id, sessionId: 'trial', assurance: 'passkey', stepUpUntil: null },
  roles
});
