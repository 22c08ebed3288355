import { lastCheck } from '#lib/audit/checking.server.ts';
import { dayOf, type Context } from '#lib/context.ts';
import { deskInWords } from '#lib/inbox/desk-words.ts';
import { needsHeading, needsInWords } from '#lib/inbox/needs-words.ts';
import { coversInWords, recordInWords } from '#lib/inbox/team-words.ts';
import { tagsOf } from '#lib/inbox/tags.ts';
import { teamToday } from '#lib/inbox/team.server.ts';
import { changedLately } from '#lib/introductions/hand-over.server.ts';
import { asHeading, cameInWords, reviewInWords, shortName } from '#lib/inbox/wording.ts';
import { dayInWords, timeInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

type Team = Awaited<ReturnType<typeof teamToday>>;

export const load: PageServerLoad = async ({ locals, parent }) => {
  const { ctx, words } = locals;
  const team = await teamToday(ctx);
  const { figures } = team;
  const say = words.section('staff', { count: figures.soon }).team;
  const children = (rows: typeof team.noViews) =>
    rows.map((row) => ({
      id: row.childId,
      name: shortName(row),
      due: asHeading(reviewInWords(words, row, ctx.now)),
      holder: row.holder ?? say.withDesk,
      tags: tagsOf(words, row)
    }));
  const atDesk = (await parent()).frame.ways.some(({ href }) => href === '/staff/desk');
  const needs = needsInWords(words, team.needs, ctx.now, atDesk);
  return {
    say,
    now: `${dayInWords(words.language, dayOf(ctx.now), ctx.now)}, ${timeInWords(words.language, ctx.now)}`,
    heading: needsHeading(words, needs),
    needs,
    figures: figuresInWords(words, figures),
    unopened: team.unopened.map((one) => ({
      id: one.staffId,
      name: one.name,
      line: words.t('staff:team.unopenedHas', { count: one.count }),
      oldest: words.t('staff:team.unopenedDetail', { came: cameInWords(words, one.oldestAt, ctx.now) })
    })),
    desk: deskInWords(words, team.desk, ctx.now),
    covers: coversInWords(words, team.covers, ctx.now),
    record: recordInWords(words, await lastCheck(ctx), ctx.now),
    ...(await changesOf(ctx, words)),
    noViews: children(team.noViews),
    late: children(team.late)
  };
};

/** Children whose IRO changed, and to whom nobody has written about it. */
async function changesOf(ctx: Context, words: Words) {
  const changed = (await changedLately(ctx)).map((row) => ({
    id: row.childId,
    name: shortName(row),
    line: words.t('talk-desk:handOver.team.line', { before: row.before, now: row.now }),
    write: words.t('talk-desk:handOver.team.write', { name: row.called })
  }));
  return {
    changed,
    changedTitle: words.t('talk-desk:handOver.team.title'),
    changedNone: words.t('talk-desk:handOver.team.none')
  };
}

function figuresInWords(words: Words, { soon, soonWithViews, unopened, onDesk }: Team['figures']) {
  const say = words.section('staff', { count: soon }).team;
  return [
    { figure: soon, what: words.t('staff:team.soon', { count: soon }), detail: null },
    {
      figure: soonWithViews,
      what: words.t('staff:team.withViews', { count: soonWithViews }),
      detail: words.t('staff:team.withViewsFor', { count: soon })
    },
    { figure: unopened, what: say.unopened, detail: null },
    { figure: onDesk, what: say.onDesk, detail: null }
  ];
}
