import { deskCodes } from '#lib/routing/rules.ts';

/**
 * What can be wrong with a row, and what to do about it: said at the command line and in the report. Never the value.
 * `note`: worth knowing, the row goes in all the same.
 */
export const problems = {
  /* a cell */
  empty: ['is empty', 'fill it in in the case system, or leave the row out'],
  'american-date': ['is a date with the month first (there is no month 13 or later)', 'export dates as 2026-11-16 or 16/11/2026'],
  'turned-date': [
    'may have its day and month turned round: other dates of this column are American',
    'export dates as 2026-11-16'
  ],
  'excel-date': ['is a day number, as Excel stores dates', 'format the column as a date before saving, or export as 2026-11-16'],
  'two-digit-year': ['is a date with a year of two digits', 'export dates as 2026-11-16'],
  'no-such-day': ['is a day that does not exist', 'correct it in the case system'],
  'not-a-date': ['is not a date we can read', 'write it as 2026-11-16 or 16/11/2026'],
  'unlikely-year': ['is a date more than 120 years ago or more than 5 years ahead', 'correct it in the case system'],
  future: ['lies in the future', 'only what has happened can stand here: correct it in the case system'],
  scientific: [
    'is an identifier that Excel has rounded (such as 1.23E+11): digits are lost',
    'format the column as text before saving, and export again'
  ],
  'lost-zeros': ['is an identifier that has lost its leading zeros', 'format the column as text before saving, and export again'],
  'not-an-id': ['is not an identifier', 'use letters, digits and . _ - / only, 48 characters at most'],
  formula: ['is a formula or an error from a spreadsheet', 'save the values, not the formulas'],
  hashes: ['holds ####: the column was too narrow when it was saved', 'export again from the case system'],
  'lost-letters': ['holds letters that were lost on the way', 'export again as UTF-8'],
  'twice-encoded': [
    'was read in the wrong encoding before it came here (two odd letters where one should be)',
    'export again as UTF-8'
  ],
  control: ['holds characters that cannot be read', 'export again from the case system'],
  'too-long': ['is too long', 'check that the columns are in their places'],
  postcode: ['looks like a postcode or an address, which we never hold', 'take it out of this column'],
  'not-yes-no': ['is neither yes nor no', 'write yes or no'],
  'not-an-email': ['is not an e-mail address', 'correct it in the case system'],
  'not-a-phone': ['is not a telephone number', 'correct it, with its leading 0 or +44'],
  'band-as-date': [
    'is an age band that a spreadsheet has turned into a date',
    'write young, mid or teen, or format the column as text'
  ],
  'not-a-band': ['is not an age band', 'write 4-7, 8-11 or 12-17'],
  'not-a-privacy': ['is not a privacy level', 'write own, shared or watched'],
  'not-a-status': ['is not a status', 'write open or ended'],
  'not-a-language': ['is not a language we know', 'write its code, such as en, cy or pl, or its English name'],
  'not-weekdays': ['are not working days', 'write them as Mon-Fri, Mon Tue Thu, or 12345'],
  'not-a-number': ['is not a whole number from 1 to 30', 'correct it'],
  'not-a-relation': [
    'is not a relationship we know',
    'use one of mother, father, parent, carer, grandparent, sibling, relative, friend, teacher, social_worker, other…'
  ],
  'not-a-parent': [
    "is the postal address of somebody who is not a parent: it may say where the child lives, and we hold parents' only",
    'take it out of this row'
  ],
  'not-participation': ['is not a participation code', 'use PN0 to PN7'],
  'unknown-role': ['is a role that nothing is known about', 'say what it means in mapping.json (roles or staffRoles)'],
  'unknown-desk': ['names a desk that there is not', `write one or more of ${deskCodes.join(', ')}, with ; between`],
  /* a row */
  'too-many-cells': [
    'has more cells than the header: a comma inside a name that is not in quotation marks?',
    'export again with quotation marks'
  ],
  order: ['ends before it begins', 'correct it in the case system'],
  'before-birth': ['is before the day of birth', 'correct it in the case system'],
  doubled: ['has the same identifier as another row and says something else', 'keep one of them: neither was taken'],
  repeated: ['says the same as another row', 'nothing: it was taken once'],
  'unknown-child': ['names a child that is neither here nor in children', 'send the child too, or correct the identifier'],
  'unknown-staff': [
    'names a member of staff that is neither here nor in staff',
    'send the worker too, or correct the identifier'
  ],
  'refused-child': ['is about a child whose own row has a problem', "correct the child's row first"],
  'refused-staff': ['is about a worker whose own row has a problem', "correct the worker's row first"],
  'merge-circle': ['is merged into a record that is merged into it', 'correct it in the case system'],
  'same-start': ['starts on the same day as another IRO of this child', 'end one of them in the case system'],
  'self-cover': ['is covered by the person who is away', 'say who stands in'],
  'cover-circle': ['closes a circle of people covering for each other', 'choose somebody who is there'],
  'open-cover': ['is a cover without an end that began more than a year ago', 'end it, or allocate the child'],
  'not-applied': ['could not be saved', 'import again; if it stays, ask for help with this line'],
  'not-a-picture': ['is not a picture we can take', 'send PNG, JPEG or WebP, 24 megapixels at most'],
  /* worth knowing */
  'two-iros': [
    'is the earlier of two IROs at once: it is taken to end the day before the later one starts',
    'end it in the case system'
  ],
  'cover-end-guessed': ['is a cover without an end: taken to hold one year from its start', 'put its end in the case system'],
  'short-breaks': [
    'is a run of short breaks: the review clock of children in care does not fit it',
    "watch this child's review dates yourself"
  ],
  damaged: [
    'is about a record of which something here cannot be opened: saving it would lose that for good',
    'restore it from a backup, or send all columns of it'
  ],
  'starts-later': ['starts in the future: nothing changes before that day', 'nothing']
} as const satisfies Record<string, readonly [string, string]>;

export type ProblemCode = keyof typeof problems;

const NOTES: ReadonlySet<string> = new Set<ProblemCode>([
  'repeated',
  'two-iros',
  'cover-end-guessed',
  'short-breaks',
  'starts-later'
]);

/** Whether it is only worth knowing: the row is taken all the same. */
export const isNote = (code: ProblemCode): boolean => NOTES.has(code);

export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(problems, text);

/** One thing found, where: the file's own column name, or none when it is about the row. */
export type Finding = Readonly<{ file: string; line: number; column: string | null; code: ProblemCode }>;

/** Why a whole file was left alone. */
export type FileRefusal = Readonly<{ file: string; line: number | null; column: string | null; why: string; todo: string }>;
