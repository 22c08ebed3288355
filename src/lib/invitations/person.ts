import { isRelation, mayHavePostal, type ContactRelation } from '#lib/children/contact.ts';
import { plainReach } from './reach.ts';

/** Somebody around a child, as a worker types them in. An empty text: not known. */
export type PersonGiven = Readonly<{
  name: string;
  relation: ContactRelation;
  email: string;
  phone: string;
  /** Of a parent only: their own address, for letters. */
  postal: string;
}>;

const longest = { name: 100, email: 200, phone: 30, postal: 300 } as const;

/** What is wrong with it by itself, a reason for each field; the words for them are in `staff:people.problems`. */
export function faultsOfPerson(given: PersonGiven): Record<string, string> {
  const faults: Record<string, string> = {};
  if (given.name === '') faults.name = 'missing';
  if (given.email !== '' && plainReach('email', given.email) === null) faults.email = 'not-one';
  if (given.phone !== '' && plainReach('text', given.phone) === null) faults.phone = 'not-one';
  if (given.postal !== '' && !mayHavePostal(given.relation)) faults.postal = 'not-a-parent';
  for (const field of ['name', 'email', 'phone', 'postal'] as const)
    if (given[field].length > longest[field]) faults[field] = 'too-long';
  return faults;
}

/** Somebody as they were posted. */
export function readPerson(posted: FormData): PersonGiven {
  const said = (field: string) => String(posted.get(field) ?? '').trim();
  const relation = said('relation');
  return {
    name: said('name'),
    relation: isRelation(relation) ? relation : 'other',
    email: said('email'),
    phone: said('phone'),
    postal: said('postal').replaceAll('\r\n', '\n')
  };
}

/** An empty form. */
export const noPerson: PersonGiven = { name: '', relation: 'mother', email: '', phone: '', postal: '' };
