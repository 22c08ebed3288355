import { readFileSync } from 'node:fs';
import { saveChild, saveContact } from '#lib/children/children.server.ts';
import type { ContactRelation } from '#lib/children/contact.ts';
import { dayOf } from '#lib/context.ts';
import { invite, withdraw } from '#lib/invitations/inviting.server.ts';
import { noWords, type InvitationForm } from '#lib/invitations/invitation.ts';
import { letterFor } from '#lib/invitations/letters.server.ts';
import { offeredWays } from '#lib/invitations/sending.server.ts';
import { saveReview } from '#lib/reviews/reviews.server.ts';
import { saveAllocation } from '#lib/routing/routing.server.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { readSettings } from '#lib/server/settings.ts';
import { makeCard } from '#lib/sign-in/cards/cards.server.ts';
import { castFile, type Cast } from '#lib/sign-in/demo.server.ts';
import { command, staffActor } from './app.ts';
import type { RunningDemo } from './server.ts';

export type PersonAsked = Readonly<{
  childId: string;
  contactId: string;
  /** Of a letter: its code as printed. */
  code: string;
  /** The IRO takes the invitation back. */
  withdraw(): Promise<void>;
}>;

/** `childId`: around a child who is there already, whose review others are asked about too. */
type How = Readonly<{ child: string; childId?: string; name: string; relation: ContactRelation; form?: InvitationForm }> &
  Readonly<{ email: string } | { phone: string } | { postal: string }>;

/**
 * Somebody around a child of this story's own, asked by the demo's IRO through the verbs of the people page; done beside the
 * running demo, as a command works. Its outbox then sends the mail.
 */
export async function askedBeside(demo: RunningDemo, how: How): Promise<PersonAsked> {
  const iro = iroOf(demo);
  const way = 'email' in how ? 'email' : 'phone' in how ? 'text' : 'letter';
  return beside(demo, async (app) => {
    const { child, form: kind, childId: known, ...person } = how;
    const childId = known ?? (await childWith(app, child, iro));
    const contactId = await saveContact(app.context(command), { ...person, childId, mayInvite: true });
    const form = kind ?? 'parent';
    const role = form === 'professional' ? 'school' : null;
    const asking = { part: 'views-only', form, role, way, language: 'en', tellsDay: true, tellsVenue: false } as const;
    const ctx = () => app.context(staffActor(iro));
    const made = await invite(
      ctx(),
      contactId,
      { ...asking, words: { ...noWords, reason: 'asked so' } },
      { offered: offeredWays(app.settings), sure: { venue: true, note: null } }
    );
    if (made.kind !== 'asked') throw new Error(`Not asked: ${made.kind}`);
    const code = made.letterId === null ? '' : (await letterFor(ctx(), made.letterId, demo.url)).code;
    return {
      childId,
      contactId,
      code,
      withdraw: () => beside(demo, (again) => withdraw(again.context(staffActor(iro)), contactId))
    };
  });
}

/** A child of nine of a story's own, with an IRO of the demo (its first one) and a review to come. Gives their id. */
export const childBeside = (demo: RunningDemo, firstName: string, who = 'iro'): Promise<string> =>
  beside(demo, (app) => childWith(app, firstName, iroOf(demo, who)));

/** The code of a new card of this child. */
export const cardBeside = (demo: RunningDemo, childId: string): Promise<string> =>
  beside(demo, async (app) => (await makeCard(app.context(command), childId)).code);

/** Works on the database of a running demo beside it, as a command does. */
export async function beside<T>(demo: RunningDemo, work: (app: App) => Promise<T>): Promise<T> {
  const keyFile = `${demo.dir}/demo-keys/ring.json`;
  const app = await openApp(
    readSettings({ HEARD_MODE: 'demo', HEARD_DATA_DIR: demo.dir, HEARD_KEY_FILE: keyFile, HEARD_ORIGIN: demo.url })
  );
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

/** The id of an IRO of the demo, its first one unless another is named. */
export function iroOf(demo: RunningDemo, who = 'iro'): string {
  const cast: Cast = JSON.parse(readFileSync(castFile(demo.dir), 'utf8'));
  const iro = cast[who]?.id;
  if (!iro) throw new Error(`The demo has no ${who}.`);
  return iro;
}

async function childWith(app: App, firstName: string, iro: string): Promise<string> {
  const ctx = () => app.context(command);
  const day = (days: number) => dayOf(new Date(ctx().now.getTime() + days * 86_400_000));
  const childId = await saveChild(ctx(), { firstName, lastName: 'Quill', bornOn: day(-9 * 365) });
  await saveAllocation(ctx(), { childId, staffId: iro, role: 'iro', fromOn: day(-100), toOn: null });
  const [dueOn, heldOn, participation] = [null, null, null];
  await saveReview(ctx(), { childId, dueOn, plannedOn: day(40), heldOn, cancelled: false, participation });
  return childId;
}
