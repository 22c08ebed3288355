import { cardsList } from '#lib/inbox/cards.server.ts';
import { shortName } from '#lib/inbox/wording.ts';
import { dayInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';

/** Cards that wait for a yes, and the children whose cards the reader looks after. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words } = locals;
  const { asks, children } = await cardsList(ctx);
  const { listTitle, listWaiting, listNothing, listChildren, listNone } = words.section('card-desk', {
    ...{ name: '', day: '', time: '', who: '', reason: '', count: 0 },
    iro: ''
  });
  return {
    say: { listTitle, listWaiting, listNothing, listChildren, listNone },
    asks: asks.map(({ id, child, who, reason, askedAt }) => ({
      id,
      href: `/staff/children/${child.id}/card`,
      name: shortName(child),
      text: words.t('card-desk:waiting', {
        who,
        reason: words.t(`card-desk:reasons.${reason}`, { name: child.called }),
        day: dayInWords(words.language, askedAt.slice(0, 10), ctx.now)
      })
    })),
    children: children.map((child) => ({ id: child.id, name: shortName(child), age: child.age }))
  };
};
