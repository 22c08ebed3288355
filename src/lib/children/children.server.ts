import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import type { Band } from '#lib/journeys/form.ts';
import { allow } from '#lib/relations.server.ts';
import { sealedRow } from '#lib/sealed-row.server.ts';
import type { LanguageCode } from '#locales/languages.ts';
import { cardOf, childRow, fullOf } from './child-rows.server.ts';
import type { ChildCard, ChildFull, ChildGiven, Privacy } from './child.ts';
import { contactRow } from './contact-rows.server.ts';
import { isRelation, mayHavePostal, type CircleMember, type ContactGiven } from './contact.ts';
import * as store from './store.server.ts';

/** Makes a child's record, or changes one (`id`): what is left out stays. Returns the id; `not-found` if there is none. */
export async function saveChild(ctx: Context, given: ChildGiven): Promise<string> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'child.save', given.id ?? null);
    const before = given.id === undefined ? undefined : await store.oneChild(ctx, given.id);
    if (given.id !== undefined && !before) throw notFound();
    const id = before?.id ?? ctx.ids();
    const row = await childRow(ctx, id, given, before);
    if (before) await store.updateChild(ctx, id, row);
    else await store.insertChild(ctx, row);
    await record(ctx, { verb: 'child.save', subject: 'child', subjectId: id, childId: id, reason: before ? 'changed' : 'new' });
    return id;
  });
}

/** The cards of these children; unknown ids are missing from the map. Asks no permission: its callers are verbs. */
export async function childCards(ctx: Context, ids: readonly string[]): Promise<Map<string, ChildCard>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await store.manyChildren(ctx, wanted);
  const safes = await ctx.vault.safes(ctx.db, 'child', wanted, 'record');
  return new Map(rows.map((row) => [row.id, cardOf(fullOf(ctx, safes.get(row.id), row))]));
}

/**
 * A child's first name, as those who write about them know it: not what the child likes to be called, which is theirs to
 * tell. Empty when it cannot be opened. Asks no permission: its callers are verbs.
 */
export async function firstNameOf(ctx: Context, id: string): Promise<string> {
  const row = await store.oneChild(ctx, id);
  if (!row) return '';
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id }, 'record');
  return sealedRow(safe, 'children', row).shown('first_name_sealed') ?? '';
}

/** One child's record, for the child, their IRO or whoever stands in, and commands. `not-found` for anyone else. */
export async function childFor(ctx: Context, id: string): Promise<ChildFull> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'child.profile', id);
    const row = await store.oneChild(ctx, id);
    if (!row) throw notFound();
    const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id }, 'record');
    return fullOf(ctx, safe, row);
  });
}

/** The size and wording of the child's pages: the child's own choice in one press, or the IRO's. */
export async function setBand(ctx: Context, childId: string, band: Band): Promise<void> {
  await within(ctx, async (ctx) => {
    const { coverId } = await allow(ctx, 'band.choose', childId);
    if (!(await store.oneChild(ctx, childId))) throw notFound();
    // The revision stays: no encrypted column of the row changes.
    await store.updateChild(ctx, childId, { band, changed_at: ctx.now.toISOString() });
    await record(ctx, { verb: 'band.choose', subject: 'child', subjectId: childId, childId, reason: band, onBehalf: coverId });
  });
}

/**
 * The language of the child's pages, the child's own choice. What was written stays in the language it was written in.
 * The one they read already is no choice: a child who comes in by a page in it each day leaves no line each day.
 */
export async function setLanguage(ctx: Context, childId: string, language: LanguageCode): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'language.choose', childId);
    const before = await store.oneChild(ctx, childId);
    if (!before) throw notFound();
    if (before.language === language) return;
    // The revision stays: no encrypted column of the row changes.
    await store.updateChild(ctx, childId, { language, changed_at: ctx.now.toISOString() });
    await record(ctx, { verb: 'language.choose', subject: 'child', subjectId: childId, childId, reason: language });
  });
}

/** How much a phone of this child may show, in the transaction of the verb that decides it. Asks no permission. */
export async function privacyIs(ctx: Context, childId: string, privacy: Privacy): Promise<void> {
  // The revision stays: no encrypted column of the row changes.
  await store.updateChild(ctx, childId, { privacy, changed_at: ctx.now.toISOString() });
}

/**
 * Makes a contact of a child, or changes one (`id`): what is left out stays. Returns the id; `not-found` if there is none.
 * Throws `invalid` (`postal`: `not-a-parent`) for the address of anybody but a parent.
 */
export async function saveContact(ctx: Context, given: ContactGiven): Promise<string> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'contact.save', given.childId);
    if (given.postal && !mayHavePostal(given.relation)) throw new Refusal('invalid', { fields: { postal: 'not-a-parent' } });
    const before = given.id === undefined ? undefined : await store.oneContact(ctx, given.id);
    if (given.id !== undefined && before?.child_id !== given.childId) throw notFound();
    const id = before?.id ?? ctx.ids();
    const row = await contactRow(ctx, id, given, before);
    if (before) await store.updateContact(ctx, id, row);
    else await store.insertContact(ctx, row);
    await record(ctx, {
      verb: 'contact.save',
      subject: 'contact',
      subjectId: id,
      childId: given.childId,
      reason: before ? 'changed' : 'new'
    });
    return id;
  });
}

/**
 * The people a child may choose to have told: marked as of the circle, and not ended. Asks no permission: its callers
 * are verbs about this child.
 */
export async function circleOf(ctx: Context, childId: string): Promise<CircleMember[]> {
  const rows = await store.circle(ctx, childId, dayOf(ctx.now));
  if (rows.length === 0) return [];
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'record');
  return rows.flatMap((row) => {
    const name = safe.open('contacts', 'name_sealed', row.id, row.rev, row.name_sealed);
    // A name that does not open cannot be chosen.
    return typeof name === 'string' ? [{ id: row.id, name, relation: isRelation(row.relation) ? row.relation : 'other' }] : [];
  });
}

/** The names of these contacts of a child, also of those who are of the circle no longer. Asks no permission. */
export async function contactNames(ctx: Context, childId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = ids.length > 0 ? await store.contactsOf(ctx, childId, ids) : [];
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'record');
  return new Map(
    rows.flatMap((row): [string, string][] => {
      const name = safe.open('contacts', 'name_sealed', row.id, row.rev, row.name_sealed);
      return typeof name === 'string' ? [[row.id, name]] : [];
    })
  );
}
