import { dayOf, within, type Context } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { notFound } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { WINDOW, type Group } from './grouping.ts';
import { quarterOf, quartersBefore, quartersFrom, type Quarter } from './quarter.ts';
import type { Audience } from './rating.ts';
import { FLOOR_OF_WORDS, groupsIn, peopleIn, release, type Asked, type Release } from './release.ts';
import { openBox, openGroup, ownSafe } from './rows.server.ts';
import * as store from './store.server.ts';

/** How far back a window may end: a year. */
const ENDINGS = 4;

export type Shown = Readonly<{
  asked: Asked;
  lines: Release;
  /** The quarters a window may end with, the newest first: all of them over. */
  endings: readonly Quarter[];
  /** What was written about this reviewer and released without names; null: too few answered. */
  words: readonly string[] | null;
}>;

/** The last quarter that is over: nothing newer is ever shown, so nothing changes from one day to the next. */
export const lastClosed = (ctx: Context): Quarter => quartersBefore(quarterOf(dayOf(ctx.now)), 1);

/** The quarters in which a window may end. */
export const endingsFor = (ctx: Context): Quarter[] =>
  quartersFrom(quartersBefore(lastClosed(ctx), ENDINGS - 1), lastClosed(ctx)).reverse();

/** What a reviewer sees of themself. `not-found` for anybody who is none. An ending that is not offered is the newest one. */
export async function ownRatings(ctx: Context, given: Omit<Asked, 'about'>): Promise<Shown> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'ratings.see-own');
    if (ctx.actor.kind !== 'staff') throw notFound();
    return shown(ctx, { ...given, about: ctx.actor.id });
  });
}

/** What a manager sees: of everybody together, or of one reviewer. The rules are the same. */
export async function teamRatings(ctx: Context, given: Asked): Promise<Shown> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'ratings.see');
    return shown(ctx, given);
  });
}

async function shown(ctx: Context, given: Asked): Promise<Shown> {
  const endings = endingsFor(ctx);
  const [newest] = endings;
  const ending = endings.includes(given.ending) ? given.ending : (newest ?? given.ending);
  const asked = { ...given, ending };
  const settings = await councilSettings(ctx);
  const groups = await groupsOf(ctx, asked.about === 'team' ? null : asked.about);
  const lines = release(groups, asked, Number(settings.ratingsFrom));
  return { asked, lines, endings, words: await wordsShown(ctx, groups, asked, Number(settings.ratingsWordsFrom)) };
}

async function groupsOf(ctx: Context, about: string | null): Promise<Group[]> {
  const safe = await ownSafe(ctx);
  const rows = await store.groupsSince(ctx, quartersBefore(lastClosed(ctx), WINDOW + ENDINGS), about);
  return rows.flatMap((row) => openGroup(safe, row) ?? []);
}

/**
 * What managers released of the year, in no order. Only where enough answered in that year, and only what was decided in a quarter that is
 * over: it too changes with the quarter alone.
 */
async function wordsShown(ctx: Context, groups: readonly Group[], { about, audience, ending }: Asked, atLeast: number) {
  if (about === 'team' || ending !== lastClosed(ctx)) return null;
  const year = groupsIn(groups, { about, audience, ending, quarters: 4 });
  if (peopleIn(year.flatMap(({ parts }) => parts)) < Math.max(FLOOR_OF_WORDS, atLeast)) return null;
  const safe = await ownSafe(ctx);
  const first = quartersBefore(ending, WINDOW - 1);
  return (await store.wordsIn(ctx, ['released'])).flatMap((row) => {
    const over = row.quarter >= first && row.quarter <= ending && row.decided_in !== null && row.decided_in <= ending;
    const box = over ? openBox(safe, row) : null;
    return box && box.about === about && box.audience === audience ? [box.text] : [];
  });
}

export type Reviewer = Readonly<{ id: string; name: string }>;

/** The reviewers a manager may pick from, by name. */
export async function reviewersToPick(ctx: Context): Promise<Reviewer[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'ratings.see');
    const cards = await staffCards(ctx, await store.reviewers(ctx));
    return [...cards.values()].map(({ id, name }) => ({ id, name })).sort((one, other) => one.name.localeCompare(other.name));
  });
}

/** Whom the person signed in would rate, as children call them. No permission of its own: its callers have theirs. */
export async function calledOf(ctx: Context, staffId: string | null): Promise<string> {
  return staffId === null ? '' : ((await staffCards(ctx, [staffId])).get(staffId)?.called ?? '');
}

export const isAudience = (text: string | null): text is Audience => text === 'child' || text === 'adult';
