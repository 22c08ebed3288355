import { looksAt, type LookEntry } from '#lib/audit/looked.server.ts';
import { looks, type Look } from '#lib/audit/looks.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { requestLines, wentPast } from '#lib/requests/lines.server.ts';
import { iroOn } from '#lib/routing/holder.ts';
import { holderOf, irosEver, workersOf } from '#lib/routing/routing.server.ts';
import { mayShowOwnWords, mayShowThatHeard } from '#lib/sign-in/session.ts';
import type { Looked, LookedAs, LookedAt } from './looked.ts';
import * as store from './store.server.ts';

/** What of the record is a look at one child; lists are about nobody in particular. */
const aboutOne = (Object.keys(looks) as Look[]).filter((verb) => looks[verb] !== 'list');

/**
 * Who looked at what a child sent and asked and at their record, the newest first: for the child, with PIN or pictures,
 * where their own words may be shown; their own IRO, whoever was that on the day of the look, and whoever stands in by name,
 * everybody else by what they are.
 */
export async function whoLooked(ctx: Context, childId: string): Promise<Looked[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'looked.see-own', childId);
    if (!mayShowThatHeard(ctx.actor)) throw notFound();
    if (!mayShowOwnWords(ctx.actor, ctx.now)) throw new Refusal('secret-needed');
    return asChildSees(ctx, childId);
  });
}

/**
 * The same list for workers: by name, and all of it, for whoever has the child; as the child sees it for the advocates'
 * desk, of a child who asked for an advocate. `not-found` for everybody else.
 */
export async function whoLookedFor(ctx: Context, childId: string): Promise<Looked[]> {
  return within(ctx, async (ctx) => {
    const { held } = await allow(ctx, 'looked.see', childId);
    if (held.has('allocated') || held.has('covering')) {
      // What went past them they do not find here either.
      const past = await wentPast(ctx, childId);
      const verbs = aboutOne.filter((verb) => verb !== 'message.read-late');
      const entries = (await looksAt(ctx, childId, verbs)).filter(({ subjectId }) => !past.has(subjectId));
      return listed(ctx, childId, entries, () => ({ name: true, face: true }));
    }
    const asked = (await requestLines(ctx, [childId])).some(({ readers, by }) => readers === 'advocates' && by === null);
    if (!asked) throw notFound();
    return asChildSees(ctx, childId);
  });
}

/** What is theirs, and their record: not what adults said or asked, which a child never finds. */
async function asChildSees(ctx: Context, childId: string): Promise<Looked[]> {
  const own = await store.ownThings(ctx, childId);
  const entries = await looksAt(ctx, childId, aboutOne);
  const theirs = entries.filter(({ subject, subjectId }) => subject === 'child' || own.ids.has(subjectId));
  const { iroId, personId } = await holderOf(ctx, childId);
  const iros = await irosEver(ctx, childId);
  const first = own.firstSentAt;
  // The page with what everybody sent is about the child: before they sent something, nothing of theirs was read there.
  const seen = theirs.map((entry) =>
    entry.subject === 'child' && shownBy(entry.verb) === 'views' && (first === null || entry.at < first)
      ? { ...entry, verb: 'child.see' }
      : entry
  );
  // A child is shown the photos of those who work for them now.
  return listed(ctx, childId, seen, (id, at) => {
    const now = id === iroId || id === personId;
    return { name: now || iroOn(iros, dayOf(new Date(at)))?.staffId === id, face: now };
  });
}

/** One line for each person, kind of thing and day. `shows`: whose name may be said, and whose photo shown. */
async function listed(
  ctx: Context,
  childId: string,
  entries: readonly LookEntry[],
  shows: (staffId: string, at: string) => Readonly<{ name: boolean; face: boolean }>
): Promise<Looked[]> {
  const ids = [...new Set(entries.map(({ actor }) => actor))];
  const cards = await staffCards(ctx, ids);
  const roles = await store.rolesOn(ctx, ids, dayOf(ctx.now));
  const emergencies = await store.emergenciesAmong(ctx, [...new Set(entries.flatMap(({ onBehalf }) => onBehalf ?? []))]);
  const social = (await workersOf(ctx, childId)).filter(({ role }) => role === 'social_worker').map(({ staffId }) => staffId);
  const lines = new Map<string, Looked>();
  for (const { actor, verb, at, onBehalf } of entries) {
    const what = shownBy(verb);
    if (what === null) continue;
    const letIn = onBehalf !== null && emergencies.has(onBehalf);
    const as = letIn ? 'let-in' : social.includes(actor) ? 'social-worker' : asRole(roles.get(actor));
    const key = `${actor}|${what}|${dayOf(new Date(at))}|${as}`;
    const [card, may] = [cards.get(actor), shows(actor, at)];
    const name = (may.name && card?.called) || null;
    const photo = may.face && card?.photoId ? `/photo/${card.photoId}` : null;
    if (!lines.has(key)) lines.set(key, { id: key, what, at, name, photo, as });
  }
  return [...lines.values()].map((line, place) => ({ ...line, id: String(place) }));
}

function shownBy(verb: string): LookedAt | null {
  const shown = Object.entries(looks).find(([look]) => look === verb)?.[1];
  return shown === undefined || shown === 'list' ? null : shown;
}

const roleNames: Readonly<Record<string, LookedAs>> = {
  iro: 'iro',
  manager: 'manager',
  admin: 'admin',
  advocate: 'advocate'
};
const asRole = (role: string | undefined): LookedAs => roleNames[role ?? ''] ?? 'worker';
