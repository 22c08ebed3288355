import type { Context } from '#lib/context.ts';
import type { Council } from '#lib/council/council.ts';
import { audienceOf, guideView, type GuideView } from '#lib/guides/guide-view.ts';
import { readGuides } from '#lib/guides/reading.server.ts';
import type { Words } from '#locales/words.ts';
import type { Reader } from './home.ts';

type Here = Readonly<{ ctx: Context; words: Words; reader: Reader; council: Council }>;

/** How a child's guides name their reviewing officer: as the child calls them, or whoever reads for them now; null: nobody has them. */
const iroOf = ({ iro, readsNow }: Reader): string | null => iro?.called ?? readsNow?.called ?? null;

/** The guides of the child who reads, with what they can do from each. */
export async function guidesOf({ ctx, words, reader, council }: Here): Promise<readonly GuideView[]> {
  const iro = iroOf(reader);
  const shown = await readGuides(ctx, words, { audience: audienceOf(reader.band), iro });
  const doing = { iro: iro ?? words.t('guides:yourIro'), advocate: council.advocatePhone };
  return shown.map((guide) => guideView(words, guide, doing));
}
