import { record } from '#lib/audit/audit.server.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { offeredLanguage } from '#locales/languages.ts';
import type { Words } from '#locales/words.ts';
import { holding, newest, type Changes, type Holding } from './current.ts';
import { gapsAreKnown, gapsIn } from './gaps.ts';
import type { GuideToEdit, ParagraphWhole } from './guide-shown.ts';
import { guideOf, guides, paragraphOf, type Audience, type Guide, type Paragraph, type Place } from './guides.ts';
import { meter, type Metered } from './meter.ts';
import * as store from './store.server.ts';

const LONGEST = 2000;

/** Every guide of an audience, and whose words each paragraph has in the language of `words`. For managers and administrators. */
export async function guidesToEdit(ctx: Context, words: Words, audience: Audience): Promise<readonly GuideToEdit[]> {
  await allow(ctx, 'guide.edit');
  const changes = newest(await store.changesIn(ctx, audience, [words.language, 'en']));
  return guides[audience].map((guide) => ({
    code: guide.code,
    title: titleOf(words, audience, guide),
    paragraphs: guide.paragraphs.map((paragraph) => {
      const { whose, changedAt, behind } = holding(changes, placeIn(guide, paragraph, words.language), paragraph);
      return { code: paragraph.code, title: headingOf(words, audience, guide, paragraph), whose, changedAt, behind };
    })
  }));
}

/** One paragraph with its gaps open, the built-in words, and every change so far. `not-found` where there is none. */
export async function paragraphToEdit(ctx: Context, words: Words, place: Place): Promise<ParagraphWhole> {
  await allow(ctx, 'guide.edit');
  const { guide, paragraph } = there(place);
  const rows = await store.changesIn(ctx, place.audience, [place.language, 'en']);
  const changes = newest(rows);
  const held = holding(changes, { ...place, guide: guide.code }, paragraph);
  const { childline } = await councilSettings(ctx);
  const builtIn = words.template(keyOf(place));
  return {
    guideTitle: titleOf(words, place.audience, guide),
    title: headingOf(words, place.audience, guide, paragraph),
    builtIn,
    text: held.words ?? builtIn,
    whose: held.whose,
    stays: paragraph.stays ?? false,
    names: (paragraph.names ?? []).map((name) => (name === '{{number}}' ? childline : name)),
    gaps: gapsIn(place.language).map((name) => ({ name, says: words.own(`{{${name}}}`, valuesIn(words, childline)) })),
    english: place.language === 'en' ? null : englishOf(words, changes, place, paragraph),
    behind: held.behind,
    history: await historyOf(ctx, rows, place)
  };
}

/** Words with every gap filled, as readers of the guide that names nobody get them. For the preview and the meter. */
export async function finished(ctx: Context, words: Words, text: string): Promise<string> {
  await allow(ctx, 'guide.edit');
  const { childline } = await councilSettings(ctx);
  return words.own(text, valuesIn(words, childline));
}

/** What the gates say of a text in its place, and of the whole guide with it; a child reads a name where it says `{{iro}}`. */
export async function meterOf(ctx: Context, words: Words, place: Place, text: string): Promise<readonly Metered[]> {
  await allow(ctx, 'guide.edit');
  const { guide } = there(place);
  const { childline } = await councilSettings(ctx);
  const changes = newest(await store.changesIn(ctx, place.audience, [place.language, 'en']));
  const values = { iro: words.t('guide-desk:sample'), number: childline };
  const inPlace = (paragraph: Paragraph): string => {
    const here = { ...place, paragraph: paragraph.code };
    return paragraph.code === place.paragraph ? text : (holding(changes, here, paragraph).words ?? words.template(keyOf(here)));
  };
  const key = `guide-${place.audience}:${guide.code}`;
  const titles = ['title', 'lead', ...guide.paragraphs.flatMap(({ code, titled }) => (titled ? [`${code}.title`] : []))];
  const whole = [...titles.map((title) => words.template(`${key}.${title}`)), ...guide.paragraphs.map(inPlace)];
  return meter(
    place,
    words.own(text, values),
    whole.map((one) => words.own(one, values))
  );
}

/** What is typed in a form that was born with `id`: the same form posted twice is one change. */
export type Typed = Readonly<{ id: string; text: string }>;

/**
 * Puts the council's own words in the place of a paragraph's, or leaves it out (empty). What held before stays in the
 * history. Throws `invalid` (`text`): `empty` for one that must stay, `too-long`, `gap` for a gap nobody fills, `names` where
 * what must be named is not. What holds already is saved again only where the English was changed since.
 */
export async function saveWords(ctx: Context, words: Words, place: Place, { id, text }: Typed): Promise<void> {
  const tidy = text.replaceAll('\r\n', '\n').trim();
  await within(ctx, async (ctx) => {
    await allow(ctx, 'guide.edit');
    const { paragraph } = there(place);
    await refuseUnfit(ctx, place, paragraph, tidy);
    const held = await holdingNow(ctx, place, paragraph);
    // The same again is a decision where the English was changed since: somebody looked, and it still holds.
    if (held.words === tidy && !held.behind) return;
    // Word for word the built-in ones: then it is them, and they change with the next version.
    const own = tidy === words.template(keyOf(place)) ? null : tidy;
    if (own === null && held.words === null && !held.behind) return;
    await change(ctx, place, { id, own });
  });
}

/** Back to the built-in words. */
export async function useBuiltIn(ctx: Context, place: Place, id: string): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'guide.edit');
    const { paragraph } = there(place);
    if ((await holdingNow(ctx, place, paragraph)).words === null) return;
    await change(ctx, place, { id, own: null });
  });
}

async function change(ctx: Context, place: Place, { id, own }: { id: string; own: string | null }): Promise<void> {
  if (ctx.actor.kind !== 'staff') throw notFound();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw notFound();
  const before = await store.changeOf(ctx, id);
  if (before && before.words === own) return;
  const { audience, guide, paragraph, language } = place;
  await store.insertChange(ctx, {
    // Other words in the same form, after the back button: a change of its own, so that nothing typed is lost.
    ...{ id: before ? ctx.ids() : id, audience, guide, paragraph, language, words: own },
    changed_by: ctx.actor.id,
    changed_at: ctx.now.toISOString()
  });
  await record(ctx, {
    verb: 'guide.edit',
    subject: 'guide',
    subjectId: [audience, guide, paragraph, language].join('/'),
    reason: own === null ? 'built-in' : own === '' ? 'left-out' : 'own'
  });
}

async function refuseUnfit(ctx: Context, place: Place, { stays, names = [] }: Paragraph, text: string): Promise<void> {
  const refuse = (text: string) => new Refusal('invalid', { fields: { text } });
  if (stays && text === '') throw refuse('empty');
  if (text.length > LONGEST) throw refuse('too-long');
  if (!gapsAreKnown(text, place.language)) throw refuse('gap');
  const { childline } = await councilSettings(ctx);
  const said = text.replaceAll(/\{\{\s*number\s*\}\}/g, childline).replaceAll(/\s/g, '');
  const wanted = names.map((name) => name.replace('{{number}}', childline).replaceAll(/\s/g, ''));
  if (wanted.some((name) => !said.includes(name))) throw refuse('names');
}

const keyOf = ({ audience, guide, paragraph }: Place) => `guide-${audience}:${guide}.${paragraph}.text`;
const valuesIn = (words: Words, childline: string) => ({ iro: words.t('guides:yourIro'), number: childline });
const titleOf = (words: Words, audience: Audience, { code }: Guide): string =>
  words.t(`guide-${audience}:${code}.title`, { iro: words.t('guides:yourIro') });
const headingOf = (words: Words, audience: Audience, guide: Guide, { code, titled }: Paragraph): string | null =>
  titled ? words.t(`guide-${audience}:${guide.code}.${code}.title`, { iro: words.t('guides:yourIro') }) : null;
const placeIn = (guide: Guide, paragraph: Paragraph, language: string) => ({
  guide: guide.code,
  paragraph: paragraph.code,
  language
});

/** The guide and the paragraph of a place; `not-found` for one there is not, in a language nobody is offered. */
function there(place: Place): { guide: Guide; paragraph: Paragraph } {
  const [guide, paragraph] = [guideOf(place.audience, place.guide), paragraphOf(place)];
  if (!guide || !paragraph || !offeredLanguage(place.language)) throw notFound();
  return { guide, paragraph };
}

async function holdingNow(ctx: Context, place: Place, paragraph: Paragraph): Promise<Holding> {
  const changes = newest(await store.changesIn(ctx, place.audience, [place.language, 'en']));
  return holding(changes, place, paragraph);
}

function englishOf(words: Words, changes: Changes, place: Place, paragraph: Paragraph): string {
  const { words: own } = holding(changes, { ...place, language: 'en' }, paragraph);
  const values = { iro: words.inEnglish('guides:yourIro') };
  return own === null ? words.inEnglish(keyOf(place), { ...values, number: '{{number}}' }) : words.ownInEnglish(own, values);
}

async function historyOf(ctx: Context, rows: readonly store.GuideWordsRow[], { guide, paragraph, language }: Place) {
  const here = rows.filter((row) => row.guide === guide && row.paragraph === paragraph && row.language === language);
  const cards = await staffCards(
    ctx,
    here.map(({ changed_by }) => changed_by)
  );
  return here.map(({ id, words, changed_by, changed_at }) => ({
    id,
    words,
    by: cards.get(changed_by)?.name ?? '',
    at: changed_at
  }));
}
