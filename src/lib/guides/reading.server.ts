import { councilSettings } from '#lib/council/council.server.ts';
import { dayOf, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import type { Words } from '#locales/words.ts';
import { blocksOf, type Block } from './blocks.ts';
import { holding, newest, type Changes, type Holding } from './current.ts';
import type { GuideShown, ParagraphShown, Said } from './guide-shown.ts';
import { guides, type Audience, type Guide, type Paragraph } from './guides.ts';
import * as store from './store.server.ts';

/**
 * The guides of an audience in the reader's words, for anybody. `iro`: how they name the reviewing officer; null names nobody in
 * particular. What is a draft about safety, secrecy or a right has its English beside it; so has what the council changed
 * in English only.
 */
export async function readGuides(
  ctx: Context,
  words: Words,
  { audience, iro = null }: { audience: Audience; iro?: string | null }
): Promise<readonly GuideShown[]> {
  await allow(ctx, 'guide.see');
  const { childline } = await councilSettings(ctx);
  const changes = newest(await store.changesIn(ctx, audience, [words.language, 'en']));
  const named = (language: 'own' | 'english') =>
    iro ?? (language === 'own' ? words.t('guides:yourIro') : words.inEnglish('guides:yourIro'));
  const values = { own: { iro: named('own'), number: childline }, english: { iro: named('english'), number: childline } };
  return guides[audience].map((guide) => shown({ words, audience, changes, values }, guide));
}

type Telling = Readonly<{
  words: Words;
  audience: Audience;
  changes: Changes;
  values: Readonly<Record<'own' | 'english', Readonly<{ iro: string; number: string }>>>;
}>;

function shown(telling: Telling, guide: Guide): GuideShown {
  const { words, audience, changes, values } = telling;
  const { code, page, picture, icon, written } = guide;
  const place = { audience, guide: code, language: words.language };
  const held = guide.paragraphs.map((paragraph) => ({
    paragraph,
    holds: holding(changes, { ...place, paragraph: paragraph.code }, paragraph)
  }));
  const there = held.filter(({ holds }) => holds.whose !== 'left-out');
  const dates = held.flatMap(({ paragraph, holds }) => [
    holds.changedAt,
    holds.behind ? inEnglish(changes, code, paragraph).changedAt : null
  ]);
  return {
    ...{ code, page, picture, icon, written },
    title: words.t(`guide-${audience}:${code}.title`, values.own),
    lead: words.t(`guide-${audience}:${code}.lead`, values.own),
    paragraphs: there.map(({ paragraph, holds }) => paragraphShown(telling, code, paragraph, holds)),
    changedOn: newestDay(dates)
  };
}

function newestDay(instants: readonly (string | null)[]): string | null {
  const last = instants
    .filter((at) => at !== null)
    .toSorted()
    .at(-1);
  return last === undefined ? null : dayOf(new Date(last));
}

function paragraphShown(
  { words, audience, changes, values }: Telling,
  guide: string,
  paragraph: Paragraph,
  holds: Holding
): ParagraphShown {
  const key = (part: 'title' | 'text') => `guide-${audience}:${guide}.${paragraph.code}.${part}`;
  const english = inEnglish(changes, guide, paragraph);
  const both = ((words.draft && (paragraph.stays ?? false)) || holds.behind) && english.whose !== 'left-out';
  const text = holds.words === null ? words.t(key('text'), values.own) : words.own(holds.words, values.own);
  const beside =
    english.words === null ? words.inEnglish(key('text'), values.english) : words.ownInEnglish(english.words, values.english);
  return {
    code: paragraph.code,
    title: paragraph.titled
      ? twice(words.t(key('title'), values.own), both && words.inEnglish(key('title'), values.english))
      : null,
    words: twice<readonly Block[]>(blocksOf(text), both && blocksOf(beside)),
    picture: paragraph.picture ?? null,
    way: paragraph.way ?? null
  };
}

const inEnglish = (changes: Changes, guide: string, paragraph: Paragraph): Holding =>
  holding(changes, { guide, paragraph: paragraph.code, language: 'en' }, paragraph);

const twice = <What>(said: What, english: What | false): Said<What> => ({ said, english: english === false ? null : english });
