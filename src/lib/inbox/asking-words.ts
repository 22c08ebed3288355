import type { AskedPerson } from '#lib/invitations/asked.ts';
import type { Asking } from '#lib/invitations/asking.ts';
import {
  invitationForms,
  invitationWays,
  noWords,
  parts,
  professionalRoles,
  type InvitationWay
} from '#lib/invitations/invitation.ts';
import type { Words } from '#locales/words.ts';
import type { Telling } from './people-words.ts';

/** How somebody is asked now, or would be in the usual way: what their form begins with. */
export function askingOf({ standing, usual }: AskedPerson): Asking {
  const now = standing?.withdrawnAt === null ? standing : null;
  return now ?? { ...usual, language: 'en', tellsVenue: false, words: standing?.words ?? noWords };
}

/** What can be chosen for somebody, with what stands in the way of it. */
export function choicesInWords(person: AskedPerson, { words, name }: Telling) {
  const say = words.section('staff', { person: person.name, name }).people;
  const hints: Readonly<Record<string, string>> = say.form.partHints;
  const hindrances: Readonly<Record<string, string>> = say.problems.way;
  return {
    parts: parts.map((code) => ({ code, label: say.form.parts[code], hint: hints[code] ?? '' })),
    ways: invitationWays.map((code) => ({
      code,
      label: wayToChoose(words, code, person),
      hint: hindrances[person.ways[code] ?? ''] ?? ''
    })),
    forms: invitationForms.map((code) => ({ code, label: say.form.forms[code] })),
    roles: professionalRoles.map((code) => ({ code, label: say.form.roles[code] }))
  };
}

function wayToChoose(words: Words, way: InvitationWay, { email, phone, postal }: AskedPerson): string {
  if (way === 'email')
    return email ? words.t('staff:people.form.ways.email', { person: email }) : words.t('staff:people.form.ways.emailNone');
  if (way === 'text')
    return phone ? words.t('staff:people.form.ways.text', { person: phone }) : words.t('staff:people.form.ways.textNone');
  return words.t(way === 'letter' && postal !== null ? 'staff:people.form.ways.letterPost' : `staff:people.form.ways.${way}`);
}
