import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow, invitationNow } from '#lib/relations.server.ts';
import type { Settings } from '#lib/server/settings.ts';
import { startChildSession, startContributorSession, startStaffSession, type Started } from './sign-in.server.ts';

/** Whom one can be in the demo: a short name to a person's id. Written by the demo command, beside its data. */
export const castFile = (dataDir: string) => join(dataDir, 'demo', 'cast.json');
const cast = v.record(v.string(), v.object({ kind: v.picklist(['child', 'contributor', 'staff']), id: v.string() }));
export type Cast = v.InferOutput<typeof cast>;

/**
 * Signs in as a person of the demo, by a plain link, again and again (decision 11). `not-found` unless the demo runs,
 * and for a name that is not in the cast. Null: an adult whom nobody asks now, who cannot come in.
 */
export async function signInForDemo(
  ctx: Context,
  settings: Pick<Settings, 'mode' | 'dataDir'>,
  who: string
): Promise<Started | null> {
  if (settings.mode !== 'demo') throw notFound();
  const person = new Map(Object.entries(readCast(settings.dataDir))).get(who);
  if (!person) throw notFound();
  return within(ctx, async (ctx) => {
    await allow(ctx, 'demo.sign-in');
    if (person.kind === 'contributor') return beContributor(ctx, person.id);
    await record(ctx, {
      verb: 'demo.sign-in',
      subject: person.kind,
      subjectId: person.id,
      childId: person.kind === 'child' ? person.id : null
    });
    return person.kind === 'child'
      ? startChildSession(ctx, { childId: person.id, assurance: 'secret', device: 'shared' })
      : startStaffSession(ctx, { staffId: person.id, assurance: 'passkey', stepUp: demoStepUp, many: true });
  });
}

/** The demo has no passkeys: whoever looks round has shown for an hour, in minutes, who they are. */
const demoStepUp = 60;

async function beContributor(ctx: Context, contactId: string): Promise<Started | null> {
  const invitation = await invitationNow(ctx.db, contactId, ctx.now);
  if (!invitation) return null;
  const { childId } = invitation;
  await record(ctx, { verb: 'demo.sign-in', subject: 'contact', subjectId: contactId, childId });
  return startContributorSession(ctx, { contactId, childId, assurance: 'email' });
}

function readCast(dataDir: string): Cast {
  try {
    return v.parse(cast, JSON.parse(readFileSync(castFile(dataDir), 'utf8')));
  } catch {
    return {};
  }
}
