import type { ContactRelation } from '#lib/children/contact.ts';
import type { InvitationForm, InvitationWay, Part, ProfessionalRole } from './invitation.ts';
import { plainReach } from './reach.ts';

/** Which questions somebody is asked, by what they are to the child. The IRO may choose otherwise. */
export const usualQuestions: Readonly<
  Record<ContactRelation, Readonly<{ form: InvitationForm; role: ProfessionalRole | null }>>
> = {
  mother: { form: 'parent', role: null },
  father: { form: 'parent', role: null },
  parent: { form: 'parent', role: null },
  grandparent: { form: 'parent', role: null },
  relative: { form: 'parent', role: null },
  sibling: { form: 'parent', role: null },
  carer: { form: 'carer', role: null },
  teacher: { form: 'professional', role: 'school' },
  health: { form: 'professional', role: 'health' },
  social_worker: { form: 'professional', role: 'social-worker' },
  personal_adviser: { form: 'professional', role: 'social-worker' },
  advocate: { form: 'professional', role: 'advocate' },
  guardian: { form: 'professional', role: 'advocate' },
  youth_worker: { form: 'professional', role: 'other' },
  friend: { form: 'professional', role: 'other' },
  other: { form: 'professional', role: 'other' }
};

/** Of the family: what goes to them is looked at twice, and where the child lives may be hidden from them. */
export const isFamily = (relation: ContactRelation): boolean => usualQuestions[relation].form === 'parent';

/** Why somebody cannot be asked by a way. `shared`: somebody else around this child has the same address or number. */
export type Hindrance = 'no-address' | 'no-number' | 'shared' | 'not-offered';

/** Each way, with what stands in its way; null: nothing. A letter can always be printed and handed over. */
export type Ways = Readonly<Record<InvitationWay, Hindrance | null>>;

/** A British number that is not a mobile one gets no texts; of other countries we do not know. */
const takesTexts = (phone: string): boolean => /^\+(447|(?!44))/.test(plainReach('text', phone) ?? '');

/** The person's address and number and the ways of this council: what stands in the way of each. */
export function waysOf(facts: {
  email: string | null;
  phone: string | null;
  shared: ReadonlySet<'email' | 'text'>;
  offered: readonly InvitationWay[];
}): Ways {
  const hindrance = (way: 'email' | 'text', reach: string | null): Hindrance | null => {
    if (!facts.offered.includes(way)) return 'not-offered';
    const usable = reach !== null && (way === 'email' ? plainReach(way, reach) !== null : takesTexts(reach));
    if (!usable) return way === 'email' ? 'no-address' : 'no-number';
    return facts.shared.has(way) ? 'shared' : null;
  };
  return { email: hindrance('email', facts.email), text: hindrance('text', facts.phone), letter: null, none: null };
}

/** The way by which somebody is asked unless the IRO chooses another: the one that reaches them soonest. */
const usualWay = (ways: Ways): InvitationWay =>
  (['email', 'text', 'letter'] as const).find((way) => ways[way] === null) ?? 'letter';

export type Usual = Readonly<{
  part: Part;
  form: InvitationForm;
  role: ProfessionalRole | null;
  way: InvitationWay;
  tellsDay: boolean;
}>;

/**
 * How somebody is asked unless the IRO chooses otherwise. Of family of a child whose address is hidden: views, and no day.
 * `before`: the part they had in the review before; who was left out of it stays so until the IRO says otherwise, as does
 * whoever the case system says may not be asked.
 */
export function usualFor(
  relation: ContactRelation,
  ways: Ways,
  { hidden, before, mayInvite }: Readonly<{ hidden: boolean; before: Part | null; mayInvite: boolean }>
): Usual {
  const careful = hidden && isFamily(relation);
  const part = before === 'excluded' || !mayInvite ? 'excluded' : careful || before === 'views-only' ? 'views-only' : 'invited';
  return { ...usualQuestions[relation], way: usualWay(ways), part, tellsDay: !careful && part !== 'excluded' };
}
