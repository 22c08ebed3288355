import type { Grant } from '#lib/grants.ts';
import { permissions, type Verb } from '#lib/permissions.ts';
import { doors, type Area } from '#lib/sign-in/areas.ts';

/** One wrong rule, in memory only: the tables of a copy made for this trial, never those of a service. */
export type Mutant = Readonly<{
  name: string;
  /** A verb's grants, instead of its own. */
  verb?: Verb;
  grants?: readonly Grant[];
  /** A door's area, instead of its own. */
  route?: string;
  area?: Area;
  /** A fact read wrongly: which of `facts` holds. */
  fact?: string;
}>;

/** A fact, or what the door does with it, as it stands in a source file, and how it is read wrongly. */
export type Fact = Readonly<{ id: string; file: string; right: string; wrong: string }>;

const relations = 'src/lib/relations.server.ts';
const grants = 'src/lib/permissions.ts';
const hooks = 'src/hooks.server.ts';
/** Each `right` must stand in its file; `wrong` stands in the copy instead, where `BAD` is true while this is the mutant. */
export const facts: readonly Fact[] = [
  {
    id: 'an allocation that is over still counts',
    file: relations,
    right: "is('to_on', '>=', today)",
    wrong: "is('to_on', '>=', BAD ? '2000-01-01' : today)"
  },
  {
    id: 'an allocation that has not begun counts already',
    file: relations,
    right: "where('from_on', '<=', today)",
    wrong: "where('from_on', '<=', BAD ? '9999-01-01' : today)"
  },
  {
    id: 'any role of an allocation is any other',
    file: relations,
    right: "where('role', '=', role)",
    wrong: "where('role', BAD ? '!=' : '=', BAD ? '' : role)"
  },
  {
    id: 'an IRO is whoever works where somebody is one',
    file: relations,
    right: 'if (iros.includes(staffId))',
    wrong: 'if (BAD ? iros.length > 0 : iros.includes(staffId))'
  },
  {
    id: 'a cover that is over still counts',
    file: relations,
    right: "where('to_at', '>', now)",
    wrong: "where('to_at', '>', BAD ? '2000' : now)"
  },
  {
    id: 'a cover that has not begun counts already',
    file: relations,
    right: "where('from_at', '<=', now)",
    wrong: "where('from_at', '<=', BAD ? '9999' : now)"
  },
  {
    id: 'a cover for a child is anybody’s',
    file: relations,
    right: 'cover.child_id === childId && cover.cover_id === staffId',
    wrong: 'cover.child_id === childId && (BAD || cover.cover_id === staffId)'
  },
  {
    id: 'a cover for one child is one for every child',
    file: relations,
    right: "is('child_id', '=', childId)",
    wrong: "is('child_id', BAD ? '!=' : '=', BAD ? '' : childId)"
  },
  {
    id: 'whoever stands in for somebody does so for everybody',
    file: relations,
    right: 'absent.has(cover.absent_id)',
    wrong: '(BAD || absent.has(cover.absent_id))'
  },
  {
    id: 'a child is any child',
    file: relations,
    right: 'if (ctx.actor.id === childId) held',
    wrong: 'if (BAD || ctx.actor.id === childId) held'
  },
  {
    id: 'whoever is excluded comes in',
    file: relations,
    right: "row.part === 'excluded'",
    wrong: "(!BAD && row.part === 'excluded')"
  },
  {
    id: 'an invitation taken back still counts',
    file: relations,
    right: 'row.withdrawn_at !== null',
    wrong: '(!BAD && row.withdrawn_at !== null)'
  },
  {
    id: 'whoever is around the child no longer comes in',
    file: relations,
    right: "is('contacts.ended_on', '>', today)",
    wrong: "is('contacts.ended_on', '>', BAD ? '2000-01-01' : today)"
  },
  {
    id: 'break-glass for one child is for any',
    file: relations,
    right: "where('break_glass.child_id', '=', childId)",
    wrong: "where('break_glass.child_id', BAD ? '!=' : '=', BAD ? '' : childId)"
  },
  {
    id: 'break-glass that one person asked for is every manager’s',
    file: relations,
    right: "where('break_glass.asker_id', '=', actor.id)",
    wrong: "where('break_glass.asker_id', BAD ? '!=' : '=', BAD ? '' : actor.id)"
  },
  {
    id: 'break-glass that was ended goes on',
    file: relations,
    right: "where('break_glass.ended_at', 'is', null)",
    wrong: "where((is) => (BAD ? is('break_glass.id', '!=', '') : is('break_glass.ended_at', 'is', null)))"
  },
  {
    id: 'everybody sits at the team’s desk',
    file: relations,
    right: "(await desksOf(ctx, ctx.actor.id)).includes('iro-team')",
    wrong: "(BAD || (await desksOf(ctx, ctx.actor.id)).includes('iro-team'))"
  },
  {
    id: 'sitting at one desk is sitting at all of them',
    file: relations,
    right: 'codes.includes(code))',
    wrong: 'BAD || codes.includes(code))'
  },
  {
    id: 'a relation is no matter',
    file: grants,
    right: '!relations.has(grant.relation)',
    wrong: '!BAD && !relations.has(grant.relation)'
  },
  {
    id: 'a role is any role',
    file: grants,
    right: 'actor.roles.includes(grant.role)',
    wrong: '(BAD || actor.roles.includes(grant.role))'
  },
  {
    id: 'the card alone is enough for everything',
    file: grants,
    right: "return actor.assurance === 'secret'",
    wrong: "return BAD || actor.assurance === 'secret'"
  },
  {
    id: 'nobody has to show again who they are',
    file: grants,
    right: 'grant.stepUp && actor.stepUpUntil === null',
    wrong: '!BAD && grant.stepUp && actor.stepUpUntil === null'
  },
  {
    id: 'a link opens what a passkey opens',
    file: grants,
    right: "actor.assurance === 'link'",
    wrong: "!BAD && actor.assurance === 'link'"
  },
  {
    id: 'the door lets anybody in to the child’s pages',
    file: hooks,
    right: "area === 'child' && actor.kind !== 'child'",
    wrong: "!BAD && area === 'child' && actor.kind !== 'child'"
  },
  {
    id: 'the door lets anybody in to the contributors’ pages',
    file: hooks,
    right: "area === 'contributor' && actor.kind !== 'contributor'",
    wrong: "!BAD && area === 'contributor' && actor.kind !== 'contributor'"
  },
  {
    id: 'the door lets anybody in to the workers’ pages',
    file: hooks,
    right: "area === 'staff' && actor.kind !== 'staff'",
    wrong: "!BAD && area === 'staff' && actor.kind !== 'staff'"
  },
  {
    id: 'a stranger is somebody who is signed in',
    file: hooks,
    right: "area === 'signed-in' && actor.kind === 'visitor'",
    wrong: "!BAD && area === 'signed-in' && actor.kind === 'visitor'"
  },
  {
    id: 'the demo’s doors are there without the demo',
    file: hooks,
    right: "if (area === 'demo') return mode !== 'demo'",
    wrong: "if (area === 'demo') return !BAD && mode !== 'demo'"
  }
];

const stranger: Grant = { who: 'visitor' };
const anyWorker: Grant = { who: 'staff' };
const anyChild: Grant = { who: 'child' };
const anyAdult: Grant = { who: 'contributor' };

/** Every grant left out once, and every verb that is about one child opened to workers, children and adults at large. */
export function ofPermissions(): Mutant[] {
  const verbs = Object.keys(permissions) as Verb[];
  return verbs.flatMap((verb) => {
    const grants: readonly Grant[] = permissions[verb];
    const without = grants.map((grant, place): Mutant => ({
      ...{ name: `${verb} without ${inWords(grant)}`, verb, grants: grants.filter((_, other) => other !== place) }
    }));
    const wider = [anyWorker, anyChild, anyAdult, stranger]
      .filter((grant) => !grants.some((one) => inWords(one) === inWords(grant)))
      .map((grant): Mutant => ({ name: `${verb} also for ${inWords(grant)}`, verb, grants: [...grants, grant] }));
    return [...without, ...wider];
  });
}

/** Every door opened to anybody; those that are open, shut to all but children. */
export const ofDoors = (): Mutant[] =>
  Object.entries(doors).map(([route, { area }]) => {
    const wrong: Area = area === 'open' ? 'child' : 'open';
    return { name: `the door ${route} is ${wrong}, not ${area}`, route, area: wrong };
  });

export const ofFacts = (): Mutant[] => facts.map(({ id }) => ({ name: id, fact: id }));

const inWords = (grant: Grant): string =>
  [
    grant.who,
    'role' in grant && grant.role,
    'relation' in grant && grant.relation,
    'assurance' in grant && grant.assurance,
    'stepUp' in grant && grant.stepUp && 'confirmed'
  ]
    .filter(Boolean)
    .join(' ');
