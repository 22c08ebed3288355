import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { childCards } from '#lib/children/children.server.ts';
import { dayOf, type Actor } from '#lib/context.ts';
import type { Answer, Band } from '#lib/journeys/form.ts';
import { decideText, textsToRead } from '#lib/ratings/box.server.ts';
import { addChange } from '#lib/ratings/changes.server.ts';
import { groupRatings } from '#lib/ratings/closing.server.ts';
import { endOf, quarterOf, quartersBefore, quartersFrom, startOf } from '#lib/ratings/quarter.ts';
import { OPEN_DAYS } from '#lib/ratings/offering.ts';
import { ratingOffer, sendRating } from '#lib/ratings/sending.server.ts';
import { saveReview } from '#lib/reviews/reviews.server.ts';
import type { App } from '#lib/server/app.ts';
import { BOX, rateFormFor } from '#forms/rate.ts';
import { cast } from './demo-cast.ts';
import { childBy, command, source } from './demo-views.ts';

const file = v.object({
  /** A review more, so that somebody of the demo can rate it: the child, and whoever was asked about them. */
  heldLately: v.array(v.object({ child: v.string(), daysAgo: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)) })),
  texts: v.array(v.object({ iro: v.string(), text: v.string(), release: v.nullable(v.string()) })),
  changes: v.array(v.object({ said: v.string(), did: v.string() }))
});

const DAY = 24 * 3600_000;

/** An invented past review of the example council. */
type Past = Readonly<{ childId: string; heldOn: string }>;

/**
 * What children of the example council said after reviews of the last year, through the very verbs their pages call, as if each had done so a few days after
 * it: so that a reviewer and a manager meet a real page. `reviews`: the example file of reviews, with its days shifted. The people of the demo still have theirs to say.
 */
export async function sendRatings(app: App, path: string, reviews: string): Promise<void> {
  const given = v.parse(file, JSON.parse(await readFile(path, 'utf8')));
  const now = command(app).now;
  for (const lately of given.heldLately) await holdOne(app, lately);
  const current = quarterOf(dayOf(now));
  const texts = await Promise.all(
    given.texts.map(async ({ iro, ...text }) => ({ ...text, about: (await source(app, 'staff', iro)).recordId }))
  );
  const past = await pastReviews(app, reviews);
  const manager = await managerOf(app);
  for (const quarter of quartersFrom(quartersBefore(current, 4), current)) {
    for (const review of past.filter(({ heldOn }) => quarterOf(heldOn) === quarter))
      await rateOne(app, review, endOf(quarter), texts);
    const until = quarter === current ? now : new Date(`${startOf(quartersBefore(quarter, -1))}T06:00:00Z`);
    await groupRatings({ ...app.context({ kind: 'job', id: 'demo', assurance: 'host' }), now: until });
    for (const { id, text } of (await textsToRead({ ...app.context(manager), now: until })).texts) {
      const release = given.texts.find((one) => one.text === text)?.release;
      if (release) await decideText({ ...app.context(manager), now: new Date(`${endOf(quarter)}T12:00:00Z`) }, id, { release });
    }
  }
  for (const change of given.changes) {
    const ctx = app.context(manager);
    await addChange(ctx, { id: ctx.ids(), ...change });
  }
}

async function holdOne(app: App, { child, daysAgo }: { child: string; daysAgo: number }): Promise<void> {
  const { recordId: childId } = await source(app, 'child', child);
  const heldOn = dayOf(new Date(command(app).now.getTime() - daysAgo * DAY));
  await saveReview(command(app), { childId, dueOn: null, plannedOn: heldOn, heldOn, cancelled: false, participation: 'PN1' });
}

async function managerOf(app: App): Promise<Actor> {
  const { recordId: id } = await source(app, 'staff', cast.find(({ who }) => who === 'manager')?.source ?? '');
  return { kind: 'staff', id, sessionId: 'demo', assurance: 'passkey', stepUpUntil: null, roles: ['manager'] };
}

/** Reviews that the example files say were held; of the people of the demo none that can still be rated. */
async function pastReviews(app: App, file: string): Promise<Past[]> {
  const ours = new Set(cast.map(({ source: key }) => key));
  const open = dayOf(new Date(command(app).now.getTime() - (OPEN_DAYS + 1) * DAY));
  const [names = '', ...lines] = (await readFile(file, 'utf8')).trim().split(/\r?\n/);
  const at = (name: string) => names.split(',').indexOf(name);
  const rows = lines
    .map((line) => line.split(','))
    .map((cells) => ({ child: cells[at('lcs_id')] ?? '', heldOn: cells[at('held_on')] ?? '' }));
  const held = rows.filter(({ child, heldOn }) => heldOn !== '' && (!ours.has(child) || heldOn < open));
  return Promise.all(held.map(async ({ child, heldOn }) => ({ childId: (await source(app, 'child', child)).recordId, heldOn })));
}

let asked = 0;

/** Three days after the review, or on the last day of its quarter. */
async function rateOne(
  app: App,
  { childId, heldOn }: Past,
  last: string,
  texts: { about: string; text: string }[]
): Promise<void> {
  const after = new Date(Date.parse(`${heldOn}T16:00:00Z`) + 3 * DAY);
  const day = dayOf(after) > last ? new Date(`${last}T16:00:00Z`) : after;
  if (day > command(app).now) return;
  const ctx = () => ({ ...app.context(childBy(childId, 'secret')), now: day });
  const { open, about } = await ratingOffer(ctx());
  if (!open?.startsWith('review:')) return;
  const band: Band = (await childCards(command(app), [childId])).get(childId)?.band ?? '8-11';
  const place = texts.findIndex((one) => one.about === about);
  const [text] = place < 0 || (asked += 1) % 3 > 0 ? [] : texts.splice(place, 1);
  await sendRating(ctx(), { period: open, band, answers: answersFor(band), box: text?.text ?? '', worry: false });
}

let turn = 0;

/** Most say that most goes well; some do not, some skip: the same in every demo. */
function answersFor(band: Band): Record<string, Answer> {
  const answers: Record<string, Answer> = {};
  for (const [at, page] of rateFormFor(band).entries()) {
    const [{ code, kind }] = page.questions;
    turn = (turn * 1_103_515_245 + 12_345) % 2_147_483_648;
    const roll = Math.floor(turn / 65_536) % 10;
    if (code === BOX || roll === 0) continue;
    const well = roll > 1 + (at % 6);
    const value = kind === 'faces' ? (well ? 'really-good' : 'ok') : well ? 'always' : 'sometimes';
    answers[code] = { value, unsure: false };
  }
  return answers;
}
