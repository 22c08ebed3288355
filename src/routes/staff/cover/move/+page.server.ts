import { fail, redirect, type Actions } from '@sveltejs/kit';
import { childCards } from '#lib/children/children.server.ts';
import type { Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { asChoices, awayInWords, problemsInWords } from '#lib/inbox/cover-words.ts';
import { asHeading, shortName } from '#lib/inbox/wording.ts';
import { staffCards } from '#lib/people/people.server.ts';
import type { Away } from '#lib/routing/away.ts';
import { caseloads, lookAtMove, mayHaveChildren, moveChildren, type Move } from '#lib/routing/moving.server.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

/** Giving the children of one IRO, who left or not, to another: first who, then which, then a look at what happens, then done. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words } = locals;
  const [loads, may] = [await caseloads(ctx), await mayHaveChildren(ctx)];
  const [fromId, toId] = [url.searchParams.get('from') ?? '', url.searchParams.get('to') ?? ''];
  const theirs = loads.find(({ staffId }) => staffId === fromId);
  const cards = await staffCards(ctx, [...may, ...loads.map(({ staffId }) => staffId)]);
  const nameOf = (id: string) => cards.get(id)?.name ?? '';
  const children = await childCards(ctx, theirs?.childIds ?? []);
  const all = url.searchParams.has('all');
  const chosen = all ? [...children.keys()] : url.searchParams.getAll('child');
  const looked = url.searchParams.has('look') ? await lookedAt(ctx, words, { fromId, toId, childIds: chosen }, nameOf) : null;
  const done = Number(url.searchParams.get('done') ?? NaN);
  return {
    say: { ...words.section('cover', { count: 0 }).move, title: asHeading(words.t('cover:move.title')) },
    problem: words.t('cover:problem'),
    choose: words.t('cover:choose'),
    back: words.t('cover:rota.back'),
    from: loads.map(({ staffId, here, childIds }) => ({
      code: staffId,
      label: `${here ? nameOf(staffId) : words.t('cover:move.left', { name: nameOf(staffId) })}: ${words.t('cover:move.held', { count: childIds.length })}`
    })),
    fromId: theirs ? fromId : '',
    toId,
    to: asChoices(
      cards,
      may.filter((id) => id !== fromId)
    ),
    all: { label: words.t('cover:move.all', { count: children.size }), chosen: all },
    children: [...children]
      .map(([id, card]) => ({ id, name: shortName(card), chosen: !all && chosen.includes(id) }))
      .toSorted((one, other) => one.name.localeCompare(other.name)),
    looked,
    done: Number.isInteger(done) && done > 0 ? words.t('cover:move.done', { count: done }) : null
  };
};

type Looked = Readonly<{
  problems: Readonly<Partial<Record<string, string>>>;
  line: string | null;
  unopened: string | null;
  /** When whoever gets them is not there. */
  away: string | null;
  children: readonly Readonly<{ id: string; name: string }>[];
}>;

/** What would happen, or what is wrong with it. */
async function lookedAt(ctx: Context, words: Words, move: Move, nameOf: (id: string) => string): Promise<Looked> {
  try {
    const { childIds, unopened, away } = await lookAtMove(ctx, move);
    const children = await childCards(ctx, childIds);
    const names = { from: nameOf(move.fromId), to: nameOf(move.toId) };
    return {
      problems: {},
      line: words.t('cover:move.goes', { count: childIds.length, ...names }),
      unopened: words.t('cover:move.unopened', { count: unopened }),
      away: away && awayLine(words, names.to, away, ctx.now),
      children: [...children].map(([id, card]) => ({ id, name: shortName(card) }))
    };
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
    return { problems: problemsInWords(words, error.fields), line: null, unopened: null, away: null, children: [] };
  }
}

function awayLine(words: Words, name: string, away: Away, now: Date): string {
  const { from, to } = awayInWords(words, away, now);
  return away.fromAt <= now.toISOString()
    ? words.t('cover:move.away', { name, day: to })
    : words.t('cover:move.awaySoon', { name, from, to });
}

export const actions: Actions = {
  move: async ({ locals, request }) => {
    const posted = await request.formData();
    const said = (field: string) => String(posted.get(field) ?? '');
    const move = { fromId: said('from'), toId: said('to'), childIds: posted.getAll('child').map(String) };
    let count: number;
    try {
      count = await moveChildren(locals.ctx, move);
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      return fail(409, { problems: problemsInWords(locals.words, error.fields) });
    }
    redirect(303, `/staff/cover/move?done=${count}`);
  }
};
