import type { Context, StaffRole } from '#lib/context.ts';
import { staffCards } from '#lib/people/people.server.ts';
import type { Words } from '#locales/words.ts';
import { countsOf, me } from './inbox.server.ts';

/** A way on in the staff navigation. */
type Way = Readonly<{
  href: string;
  label: string;
  icon: 'inbox' | 'person' | 'people' | 'calendar';
  count?: number;
  current: boolean;
}>;

export type Frame = Readonly<{
  product: string;
  label: string;
  ways: readonly Way[];
  person: { name: string; role: string; photo: string | null };
  keys: string;
  signOut: string;
}>;

/** What stands around every staff page: where one can go, what waits there, and who is signed in. */
export async function frameOf(ctx: Context, words: Words, path: string): Promise<Frame> {
  const say = words.section('staff').nav;
  const counts = await countsOf(ctx);
  const card = (await staffCards(ctx, [me(ctx)])).get(me(ctx));
  const roles: readonly StaffRole[] = ctx.actor.kind === 'staff' ? ctx.actor.roles : [];
  const [role] = roles;
  const under = (href: string) => path === href || path.startsWith(`${href}/`);
  const manager: Way[] = roles.includes('manager')
    ? [{ href: '/staff/team', label: say.team, icon: 'calendar', current: under('/staff/team') }]
    : [];
  const desk: Way[] =
    counts.desk === null
      ? []
      : [{ href: '/staff/desk', label: say.desk, icon: 'people', count: counts.desk, current: under('/staff/desk') }];
  // A manager who has no child is spared two empty lists.
  const reads = roles.length === 0 || roles.some((held) => held !== 'manager') || counts.inbox + counts.children > 0;
  const own: Way[] = reads
    ? [
        {
          href: '/staff',
          label: say.inbox,
          icon: 'inbox',
          count: counts.inbox,
          current: path === '/staff' || under('/staff/views')
        },
        {
          href: '/staff/children',
          label: say.children,
          icon: 'person',
          count: counts.children,
          current: under('/staff/children')
        }
      ]
    : [];
  return {
    product: words.section('staff').product,
    label: say.label,
    ways: [...manager, ...own, ...desk],
    person: { name: card?.name ?? '', role: role ? say.roles[role] : '', photo: card?.photoId ? `/photo/${card.photoId}` : null },
    keys: say.keys,
    signOut: say.signOut
  };
}
