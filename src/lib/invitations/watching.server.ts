import { record } from '#lib/audit/audit.server.ts';
import { contactsAround } from '#lib/children/contacts.server.ts';
import { isAddressHidden } from '#lib/children/whereabouts.server.ts';
import { within, type Context } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { Refusal } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { holderOf } from '#lib/routing/routing.server.ts';
import { secondLook, type Finding } from './second-look.ts';
import { watchedForm } from './watched-words.ts';
import * as store from './watching.store.server.ts';

/** How a child's whereabouts are watched over, as far as anybody is told: of the words only how many. */
export type Watching = Readonly<{ hidden: boolean; words: number }>;

export async function watchingOf(ctx: Context, childId: string): Promise<Watching> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'watch.set', childId);
    return { hidden: await isAddressHidden(ctx, childId), words: (await store.watchedOf(ctx, childId)).length };
  });
}

/** How much of it may be given at once: a list, not a book. */
const LONGEST_LIST = 50;

/**
 * Adds names to look for in what goes to family, one a line (or with commas between), each of one to four words. Kept as
 * keyed hashes of this child's, so that nobody can read them back. Returns how many there are now. Throws `invalid`
 * (`words`: `missing`, `too-long` or `too-many`) and keeps none of them when one cannot be kept.
 */
export async function addWatchWords(ctx: Context, childId: string, list: string): Promise<number> {
  return within(ctx, async (ctx) => {
    const { coverId } = await allow(ctx, 'watch.set', childId);
    for (const { form, words } of formsIn(list))
      await store.insertWatched(ctx, {
        id: ctx.ids(),
        child_id: childId,
        word_index: indexOf(ctx, childId, form),
        words,
        made_at: ctx.now.toISOString(),
        made_by: 'id' in ctx.actor ? ctx.actor.id : ''
      });
    await record(ctx, { verb: 'watch-words.add', subject: 'child', subjectId: childId, childId, onBehalf: coverId });
    return (await store.watchedOf(ctx, childId)).length;
  });
}

/** Stops looking for any of them. */
export async function clearWatchWords(ctx: Context, childId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { coverId } = await allow(ctx, 'watch.set', childId);
    await store.deleteWatched(ctx, childId);
    await record(ctx, { verb: 'watch-words.clear', subject: 'child', subjectId: childId, childId, onBehalf: coverId });
  });
}

/**
 * What to look at again in a text that goes to family: also where no address is marked as hidden, because a mark can be
 * forgotten. That something was found is written down with its number, never what. Asks no permission: its callers are verbs.
 */
export async function lookTwice(ctx: Context, childId: string, text: string): Promise<Finding[]> {
  return within(ctx, async (ctx) => {
    const watched = new Set(await store.watchedOf(ctx, childId));
    const carers = await carersForms(ctx, childId);
    const findings = secondLook(text, {
      watch: knower(ctx, childId, watched),
      carer: (form) => carers.has(form),
      allowed: await givenToFamily(ctx, childId)
    });
    if (findings.length > 0)
      await record(ctx, {
        verb: 'second-look.hit',
        subject: 'child',
        subjectId: childId,
        childId,
        reason: String(findings.length)
      });
    return findings;
  });
}

function formsIn(list: string): { form: string; words: number }[] {
  const names = list
    .split(/[\n\r,;]+/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new Refusal('invalid', { fields: { words: 'missing' } });
  if (names.length > LONGEST_LIST) throw new Refusal('invalid', { fields: { words: 'too-many' } });
  return names.map((name) => {
    const form = watchedForm(name);
    if (!form) throw new Refusal('invalid', { fields: { words: 'too-long' } });
    return form;
  });
}

const indexOf = (ctx: Context, childId: string, form: string): string => ctx.vault.index('watch-word', `${childId} ${form}`);

/** Whether a form is one of those watched for: hashed once, however often it stands there. */
function knower(ctx: Context, childId: string, watched: ReadonlySet<string>): (form: string) => boolean {
  if (watched.size === 0) return () => false;
  const known = new Map<string, boolean>();
  return (form) => {
    const before = known.get(form);
    if (before !== undefined) return before;
    const now = watched.has(indexOf(ctx, childId, form));
    known.set(form, now);
    return now;
  };
}

/** The shortest part of a name that is looked for: "Al" stands in too much else. */
const SHORTEST_NAME = 3;

/** Who looks after the child, or did: the whole name and each part of it, as it is looked for. Nobody has to list them. */
async function carersForms(ctx: Context, childId: string): Promise<Set<string>> {
  const carers = (await contactsAround(ctx, childId)).filter(({ relation }) => relation === 'carer');
  const parts = carers.flatMap(({ name }) => [name, ...name.split(/[\s&/-]+/).filter((part) => !titles.has(part.toLowerCase()))]);
  return new Set(parts.flatMap((part) => watchedForm(part)?.form ?? []).filter((form) => form.length >= SHORTEST_NAME));
}

const titles: ReadonlySet<string> = new Set(['mr', 'mrs', 'miss', 'mr.', 'mrs.', 'and', 'the']);

/** Numbers and addresses family has anyhow: the council's, and those of whoever has the child. */
async function givenToFamily(ctx: Context, childId: string): Promise<string[]> {
  const council = await councilSettings(ctx);
  const holder = await holderOf(ctx, childId);
  const ids = [holder.iroId, holder.personId].filter((id) => id !== null);
  const theirs = [...(await staffCards(ctx, ids)).values()].flatMap(({ phone, email }) => [phone, email]);
  return [council.officePhone, council.outOfHoursPhone, council.advocatePhone, council.childline, ...theirs].filter(
    (number): number is string => number !== null && number !== ''
  );
}
