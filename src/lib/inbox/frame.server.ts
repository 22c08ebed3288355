import type { Context, StaffRole } from '#lib/context.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { textsWaiting } from '#lib/ratings/box.server.ts';
import { outboxState } from '#lib/notify/outbox.server.ts';
import { ownNews } from '#lib/sign-in/workers/ways.server.ts';
import type { Words } from '#locales/words.ts';
import { asksToDecide } from './cards.server.ts';
import { countsOf } from './inbox.server.ts';
import { alarmInWords } from './not-told-words.ts';
import { me } from './rows.server.ts';

/** A way on in the staff navigation. */
type Way = Readonly<{
  href: string;
  label: string;
  icon: 'inbox' | 'person' | 'people' | 'calendar' | 'card' | 'clock' | 'cover' | 'key' | 'speech' | 'note' | 'phone';
  count?: number;
  current: boolean;
}>;

export type Frame = Readonly<{
  product: string;
  label: string;
  ways: readonly Way[];
  person: { name: string; role: string; photo: string | null };
  keys: string;
  /** What children see of the person signed in; null: a visit that only sets up ways to sign in. */
  own: string | null;
  /** Null: a visit that only sets up ways to sign in. */
  visits: string | null;
  /** Something happened to how people sign in within 30 days; null: nothing did. Pressing takes it from nobody's sight. */
  changed: string | null;
  signOut: string;
  /** Post stands still, for those who must see to it: mail cannot say that mail is broken. Null: it does not. */
  alarm: Readonly<Record<'title' | 'text' | 'go', string>> | null;
  /** What is said where somebody would send what they wrote after their visit is over. */
  stays: Readonly<Record<'title' | 'over' | 'signIn', string>>;
}>;

/** What stands around every staff page: where one can go, what waits there, and who is signed in. */
export async function frameOf(ctx: Context, words: Words, path: string): Promise<Frame> {
  const say = words.section('staff').nav;
  const card = (await staffCards(ctx, [me(ctx)])).get(me(ctx));
  const roles: readonly StaffRole[] = ctx.actor.kind === 'staff' ? ctx.actor.roles : [];
  const [role] = roles;
  // Whoever came by a link sets up their ways to sign in, and sees nothing else.
  const settingUp = ctx.actor.kind === 'staff' && ctx.actor.assurance === 'link';
  return {
    product: words.section('staff').product,
    label: say.label,
    ways: settingUp ? [] : await waysOn(ctx, words, roles, path),
    person: { name: card?.name ?? '', role: role ? say.roles[role] : '', photo: card?.photoId ? `/photo/${card.photoId}` : null },
    keys: say.keys,
    own: settingUp ? null : words.t('talk-desk:page.nav'),
    visits: settingUp ? null : say.visits,
    changed: settingUp || (await ownNews(ctx)).length === 0 ? null : words.t('ways:visits.changed'),
    signOut: say.signOut,
    alarm: settingUp ? null : await alarmFor(ctx, words, roles),
    stays: words.section('staff').stays
  };
}

const alarmFor = async (ctx: Context, words: Words, roles: readonly StaffRole[]): Promise<Frame['alarm']> =>
  roles.includes('admin') || roles.includes('manager') ? alarmInWords(words, await outboxState(ctx), ctx.now) : null;

async function waysOn(ctx: Context, words: Words, roles: readonly StaffRole[], path: string): Promise<Way[]> {
  const say = words.section('staff').nav;
  const counts = await countsOf(ctx);
  const under = isUnder(path);
  const admin: Way[] = roles.includes('admin')
    ? [{ href: '/staff/workers', label: say.workers, icon: 'people', current: under('/staff/workers') }]
    : [];
  const cover = '/staff/cover';
  const morning = '/staff/morning';
  const manager: Way[] = roles.includes('manager')
    ? [
        { href: morning, label: words.t('morning:nav'), icon: 'clock', current: under(morning) },
        { href: '/staff/team', label: say.team, icon: 'calendar', current: under('/staff/team') }
      ]
    : [];
  const desk: Way[] =
    counts.desk === null
      ? []
      : [{ href: '/staff/desk', label: say.desk, icon: 'people', count: counts.desk, current: under('/staff/desk') }];
  return [
    ...manager,
    ...ownWays(say, roles, counts, path),
    ...desk,
    { href: cover, label: words.t('cover:nav'), icon: 'cover', current: under(cover) },
    ...(await cardsWay(ctx, words, roles, path)),
    ...(await ratingsWay(ctx, words, roles, path)),
    notToldWay(words, path),
    ...admin,
    ...breakGlassWay(words, roles, path),
    ...guidesWay(words, roles, path)
  ];
}

/** Cards: for whoever looks after them without being a child's IRO, and for everybody of whom somebody wants a yes. */
async function cardsWay(ctx: Context, words: Words, roles: readonly StaffRole[], path: string): Promise<Way[]> {
  const count = (await asksToDecide(ctx)).length;
  if (count === 0 && !roles.some((role) => role === 'manager' || role === 'social_worker')) return [];
  const href = '/staff/cards';
  return [{ href, label: words.t('card-desk:list'), icon: 'card', ...(count > 0 && { count }), current: isUnder(path)(href) }];
}

/** How reviewers are rated: for them and for managers; what was written waits for a manager. Pages alone for administrators. */
async function ratingsWay(ctx: Context, words: Words, roles: readonly StaffRole[], path: string): Promise<Way[]> {
  const rated = roles.includes('manager') || roles.includes('iro');
  if (!rated && !roles.includes('admin')) return [];
  const count = await textsWaiting(ctx);
  const current = isUnder(path)('/staff/ratings');
  const href = rated ? '/staff/ratings' : '/staff/ratings/pages';
  const label = words.t(rated ? 'ratings:nav' : 'ratings:pages.link');
  return [{ href, label, icon: 'speech', ...(count > 0 && { count }), current }];
}

/** People who could not be told: for everybody who works here, also while there is nobody to tell. */
const notToldWay = (words: Words, path: string): Way => {
  const href = '/staff/not-told';
  return { href, label: words.t('not-told:nav'), icon: 'phone', current: isUnder(path)(href) };
};

/** Break-glass: for those who may ask. */
function breakGlassWay(words: Words, roles: readonly StaffRole[], path: string): Way[] {
  const href = '/staff/break-glass';
  const may = roles.some((role) => role === 'manager' || role === 'admin');
  return may ? [{ href, label: words.t('break-glass:nav'), icon: 'key', current: isUnder(path)(href) }] : [];
}

/** The guides: for those who may put the council's own words in them. */
function guidesWay(words: Words, roles: readonly StaffRole[], path: string): Way[] {
  const href = '/staff/guides';
  const may = roles.some((role) => role === 'manager' || role === 'admin');
  return may ? [{ href, label: words.t('guide-desk:nav'), icon: 'note', current: isUnder(path)(href) }] : [];
}

const isUnder = (path: string) => (href: string) => path === href || path.startsWith(`${href}/`);

/** The inbox and the children: whoever looks after the team alone, or is nobody's IRO, is spared empty lists. */
function ownWays(
  say: { inbox: string; children: string },
  roles: readonly StaffRole[],
  { inbox, children }: { inbox: number; children: number },
  path: string
): Way[] {
  const under = isUnder(path);
  const reads = roles.length === 0 || roles.some((held) => held !== 'manager');
  const here =
    path === '/staff' || under('/staff/views') || under('/staff/requests') || under('/staff/talks') || under('/staff/call-backs');
  const ways: Way[] = [];
  if (reads || inbox + children > 0) ways.push({ href: '/staff', label: say.inbox, icon: 'inbox', count: inbox, current: here });
  if (roles.length === 0 || roles.includes('iro') || children > 0)
    ways.push({
      href: '/staff/children',
      label: say.children,
      icon: 'person',
      count: children,
      current: under('/staff/children')
    });
  return ways;
}
