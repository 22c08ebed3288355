import { languageOf } from '#locales/languages.ts';
import type { AskedPerson } from './asked.ts';
import {
  isInvitationForm,
  isPart,
  isRole,
  isWay,
  type InvitationForm,
  type InvitationWay,
  type InvitationWords,
  type Part,
  type ProfessionalRole
} from './invitation.ts';
import { isFamily } from './usual.ts';

/** How one person is asked, as the IRO chose it. */
export type Asking = Readonly<{
  part: Part;
  form: InvitationForm;
  role: ProfessionalRole | null;
  way: InvitationWay;
  language: string;
  tellsDay: boolean;
  tellsVenue: boolean;
  words: InvitationWords;
}>;

export const LONGEST_WORDS = 1000;

/** How somebody is asked, as it was posted; what is left out or unknown is the careful choice. */
export function readAsking(posted: FormData): Asking {
  const said = (field: string) =>
    String(posted.get(field) ?? '')
      .replaceAll('\r\n', '\n')
      .trim();
  const [part, form, way, role] = [said('part'), said('form'), said('way'), said('role')];
  return {
    part: isPart(part) ? part : 'views-only',
    form: isInvitationForm(form) ? form : 'parent',
    role: isRole(role) ? role : null,
    way: isWay(way) ? way : 'none',
    language: languageOf(said('language')).code,
    tellsDay: posted.has('tellsDay'),
    tellsVenue: posted.has('tellsVenue'),
    words: { reason: said('reason'), otherWay: said('otherWay'), note: said('note') }
  };
}

/** What is wrong with it, a reason for each field; empty is good. The words for the reasons are in `staff:people.problems`. */
export function faultsIn(
  asking: Asking,
  person: Pick<AskedPerson, 'ways' | 'ended' | 'standing' | 'beganAt' | 'mayInvite'>
): Record<string, string> {
  const { part, way, words } = asking;
  const faults: Record<string, string> = {};
  if (person.ended) faults.part = 'ended';
  if (part !== 'excluded' && person.ways[way] !== null) faults.way = person.ways[way];
  // Whoever the case system says may not be asked is asked on purpose only, and it is on record why.
  if ((part !== 'invited' || !person.mayInvite) && words.reason === '') faults.reason = 'missing';
  if (part === 'excluded' && words.otherWay === '') faults.otherWay = 'missing';
  if (asking.form === 'professional' && asking.role === null) faults.role = 'missing';
  if (part !== 'excluded' && person.beganAt !== null && asksOther(asking, person.standing)) faults.form = 'began';
  for (const [field, text] of Object.entries(words)) if (text.length > LONGEST_WORDS) faults[field] = 'too-long';
  return faults;
}

/** Whether the questions would be others than they are now: what somebody has begun to write would be out of their sight. */
const asksOther = ({ form, role }: Asking, standing: AskedPerson['standing']): boolean =>
  standing?.withdrawnAt === null &&
  standing.part !== 'excluded' &&
  (form !== standing.form || (form === 'professional' && role !== standing.role));

/** What is kept of it: whoever is not asked here is told nothing, by no way. */
export function settled(asking: Asking, { mayInvite }: Pick<AskedPerson, 'mayInvite'>): Asking {
  const { reason, otherWay, note } = asking.words;
  const role = asking.form === 'professional' ? asking.role : null;
  if (asking.part === 'excluded')
    return { ...asking, role, way: 'none', tellsDay: false, tellsVenue: false, words: { reason, otherWay, note: '' } };
  return { ...asking, role, words: { reason: asking.part === 'invited' && mayInvite ? '' : reason, otherWay: '', note } };
}

/** Family, or asked what family is asked: they may not know where the child lives. */
const isForFamily = ({ form }: Pick<Asking, 'form'>, { relation }: Pick<AskedPerson, 'relation'>): boolean =>
  form === 'parent' || isFamily(relation);

/** Whether family of a child whose address is hidden would be told where the review is: asked a second time. */
export const tellsFamilyWhere = (asking: Asking, person: Pick<AskedPerson, 'relation'>, hidden: boolean): boolean =>
  hidden && asking.part !== 'excluded' && asking.tellsVenue && isForFamily(asking, person);

/** Whether a sentence goes to family: it is looked at twice. */
export const writesToFamily = (asking: Pick<Asking, 'part' | 'form' | 'words'>, person: Pick<AskedPerson, 'relation'>): boolean =>
  asking.part !== 'excluded' && asking.words.note !== '' && isForFamily(asking, person);
