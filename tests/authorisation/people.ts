/**
 * Who knocks, and what joins each of them to each child of the town. Data, written by hand and apart from the program's own
 * tables: what is wrong there is found here.
 */
import type { StaffRole } from '#lib/context.ts';

/**
 * The children. `a` and `b` have Sam; `d` has Tom; `e` had Sam until yesterday and has Tom; `f` has Tom and will have Sam
 * from tomorrow; `g` has Grace, who is away; `h` has nobody.
 */
export const children = ['a', 'b', 'd', 'e', 'f', 'g', 'h'] as const;
export type ChildKey = (typeof children)[number];

/** Whose a record is, as the one who asks stands to that child. `madeUp`: an id of nothing. */
export type Relation = (typeof relations)[number];
export const relations = ['own', 'sameIro', 'otherIro', 'over', 'notYet', 'madeUp'] as const;

/** How somebody comes in. */
export type Visit =
  | Readonly<{ kind: 'none' }>
  | Readonly<{
      kind: 'child';
      of: ChildKey;
      assurance: 'card' | 'secret';
      device: 'own' | 'shared' | 'handed';
      privacy?: 'watched';
    }>
  | Readonly<{ kind: 'contributor'; of: ChildKey; who: ContactKey }>
  | Readonly<{ kind: 'staff'; who: StaffKey; assurance: 'passkey' | 'link'; stepUp: boolean }>;

/** Around each child; only `a` has the last four. */
export const contacts = ['parent', 'carer', 'professional', 'withdrawn', 'excluded', 'endedCarer', 'unasked'] as const;
export type ContactKey = (typeof contacts)[number];

/** Everybody who works in the town, with their roles; `desk`: where they sit. */
export const staff = {
  sam: { roles: ['iro'] },
  tom: { roles: ['iro'] },
  grace: { roles: ['iro'] },
  cora: { roles: ['iro'] },
  stan: { roles: ['iro'] },
  lee: { roles: ['iro'] },
  sally: { roles: ['social_worker'] },
  tina: { roles: ['iro'], desk: 'iro-team' },
  dora: { roles: ['social_worker'], desk: 'duty' },
  adva: { roles: ['advocate'], desk: 'advocates' },
  mona: { roles: ['manager'] },
  bree: { roles: ['manager'] },
  ada: { roles: ['admin'] },
  noRole: { roles: [] },
  gone: { roles: ['iro'] }
} as const satisfies Record<string, { roles: readonly StaffRole[]; desk?: 'iro-team' | 'duty' | 'advocates' }>;
export type StaffKey = keyof typeof staff;

/** Which children are which to them; a child not named is another IRO's (`otherIro`). */
export type Person = Readonly<{ visit: Visit; to: Readonly<Partial<Record<ChildKey, Relation>>>; why: string }>;

const aroundA = { a: 'own', b: 'sameIro' } as const;
const worker = (who: StaffKey, stepUp = false) => ({ kind: 'staff', who, assurance: 'passkey', stepUp }) as const;
const byTime = { e: 'over', f: 'notYet' } as const;

export const people = {
  anonymous: { visit: { kind: 'none' }, to: { b: 'sameIro' }, why: 'nobody is signed in' },
  childByCard: {
    visit: { kind: 'child', of: 'a', assurance: 'card', device: 'shared' },
    to: aroundA,
    why: 'the card alone: sends, never reads'
  },
  childByPin: { visit: { kind: 'child', of: 'a', assurance: 'secret', device: 'shared' }, to: aroundA, why: 'card and PIN' },
  childOnOwnPhone: { visit: { kind: 'child', of: 'a', assurance: 'secret', device: 'own' }, to: aroundA, why: 'their own phone' },
  childHanded: {
    visit: { kind: 'child', of: 'b', assurance: 'card', device: 'handed' },
    to: { b: 'own', a: 'sameIro' },
    why: 'a worker’s own device, for one form'
  },
  parent: { visit: { kind: 'contributor', of: 'a', who: 'parent' }, to: aroundA, why: 'asked' },
  carer: { visit: { kind: 'contributor', of: 'a', who: 'carer' }, to: aroundA, why: 'asked' },
  professional: { visit: { kind: 'contributor', of: 'a', who: 'professional' }, to: aroundA, why: 'asked' },
  parentWithdrawn: {
    visit: { kind: 'contributor', of: 'a', who: 'withdrawn' },
    to: { a: 'over', b: 'sameIro' },
    why: 'invitation taken back during the visit'
  },
  parentExcluded: {
    visit: { kind: 'contributor', of: 'a', who: 'excluded' },
    to: { a: 'over', b: 'sameIro' },
    why: 'not asked here, on purpose'
  },
  carerBefore: { visit: { kind: 'contributor', of: 'a', who: 'endedCarer' }, to: { a: 'over', b: 'sameIro' }, why: 'ended' },
  iro: { visit: worker('sam', true), to: { a: 'own', b: 'own', ...byTime }, why: 'has a and b' },
  otherIro: { visit: worker('lee'), to: {}, why: 'nobody’s IRO' },
  cover: { visit: worker('cora', true), to: { ...aroundA, ...byTime }, why: 'stands in for a alone' },
  standIn: {
    visit: worker('stan', true),
    to: { g: 'own', d: 'over', a: 'notYet', b: 'notYet', e: 'over', f: 'over' },
    why: 'stands in for Grace'
  },
  socialWorker: { visit: worker('sally'), to: { ...aroundA, ...byTime }, why: 'their social worker' },
  teamDesk: { visit: worker('tina'), to: { h: 'own', b: 'sameIro', ...byTime }, why: 'sits where h has fallen to' },
  dutyDesk: { visit: worker('dora'), to: { a: 'own', b: 'sameIro', ...byTime }, why: 'gets "I am not safe"' },
  advocate: { visit: worker('adva'), to: { a: 'own', b: 'sameIro', ...byTime }, why: 'gets what is said to an advocate' },
  manager: { visit: worker('mona', true), to: { b: 'sameIro', ...byTime }, why: 'no child of their own' },
  managerNoStepUp: { visit: worker('mona'), to: { b: 'sameIro', ...byTime }, why: 'has not just shown who they are' },
  breakGlass: { visit: worker('bree', true), to: { ...aroundA, ...byTime }, why: 'let in to a by two people' },
  admin: { visit: worker('ada', true), to: { b: 'sameIro', ...byTime }, why: 'no child at all' },
  noRole: { visit: worker('noRole'), to: {}, why: 'works here, without a role' },
  staffByLink: {
    visit: { kind: 'staff', who: 'sam', assurance: 'link', stepUp: false },
    to: { a: 'own', b: 'own', ...byTime },
    why: 'a link sets passkeys up and opens nothing'
  },
  leaver: { visit: worker('gone'), to: { a: 'over', b: 'over' }, why: 'left while signed in' }
} as const satisfies Record<string, Person>;
export type Who = keyof typeof people;
export const everybody = Object.keys(people).filter((who): who is Who => Object.hasOwn(people, who));

/** How this person stands to this child. */
export function relationOf(who: Who, child: ChildKey): Relation {
  const { to }: Person = people[who];
  return to[child] ?? 'otherIro';
}

/** The child that is this to them, the first in the order of the town; null: nobody is. */
export const childAs = (who: Who, relation: Relation): ChildKey | null =>
  children.find((child) => relationOf(who, child) === relation) ?? null;

/** Who is who, by kind of visit. */
export const kindOf = (who: Who): Visit['kind'] => people[who].visit.kind;

/** How they stand to somebody who works here: their own child's IRO or stand-in, themselves, or agreed to be shown to anybody. */
export type WorkerRelation = 'theirs' | 'themself' | 'shownOpenly' | 'other';
export function relationToWorker(who: Who, worker: StaffKey): WorkerRelation {
  const { visit }: Person = people[who];
  if (worker === 'grace') return 'shownOpenly';
  if (visit.kind === 'staff') return visit.who === worker ? 'themself' : 'other';
  if (visit.kind === 'child' && worker === 'sally') return 'theirs';
  return visit.kind !== 'none' && (worker === 'sam' || worker === 'cora') ? 'theirs' : 'other';
}

/** How they stand to what is about somebody around their own child: `own`, who it is about, `inCircle`, or `beside`. */
export function relationToContact(who: Who, child: ChildKey, contact: ContactKey | null): string {
  const { visit }: Person = people[who];
  const relation = relationOf(who, child);
  if (relation !== 'own' || visit.kind === 'staff' || visit.kind === 'none') return relation;
  if (visit.kind === 'child') return contact === null ? 'own' : contact === 'parent' ? 'inCircle' : 'beside';
  if (contact === null) return 'aboutChild';
  return visit.who === contact ? 'own' : 'beside';
}
