import sharp from 'sharp';
import { expect, test } from 'vitest';
import { staffCards } from '#lib/people/people.server.ts';
import { folderOf, found, importing, kinds, said, sizes, worldOf } from '#tests/setup/importing.ts';

/** Every kind of damage councils' files really have. Line numbers count as an editor counts them. */
const staff = [
  'staff_id,name,email,phone,role,working_days,reply_days,active,desk',
  'S1,Sam Okoro,sam@council.example,01632 960101,iro,Mon-Fri,2,yes,iro-team',
  'S2,Amina Yusuf,amina(at)council.example,01632 960102,iro,Mon-Fri,2,yes,',
  'S3,Grace Hughes,grace@council.example,ask reception,iro,Mon-Fri,2,yes,',
  'S4,Tom Bell,tom@council.example,01632 960104,wizard,Mon-Fri,2,yes,',
  'S5,Dee Walsh,dee@council.example,01632 960105,social_worker,Sometimes,2,yes,',
  'S6,=HYPERLINK("x"),kit@council.example,01632 960106,social_worker,Mon,2,yes,',
  'S7,Ola Berg,ola@council.example,01632 960107,iro,Mon,soon,yes,',
  'S8,Jo Hill,jo@council.example,01632 960108,iro,Mon,2,perhaps,',
  'S9,Al Frost,al@council.example,01632 960109,iro,Mon,2,yes,kitchen'
].join('\n');

const children = [
  'Children looked after on 16 November;;;;;;;;;',
  '',
  'LCS ID;First name;Last name;Date of birth;Band;Language;Status;Entered care on;Ended on;Merged into;NHS number',
  '0000001;Zo\xeb;Ashby;09/03/2016;8-11;English;open;21/08/2023;;;9990000018',
  '0000002;Kai;Mensah;06/21/2011;;;;;;;',
  '0000003;Mina;Dewar;08/04/2017;;;;;;;',
  '0000004;Layla;Haddad;42278;;;;;;;',
  '5;Yusuf;Haddad;27/07/2018;;;;;;;',
  '2.04E+11;Ellis;Reid;11/05/2013;;;;;;;',
  '0000006;Jordan;Pike;30/02/2012;;;;;;;',
  '0000007;Seren;Lloyd;17/02/15;;;;;;;',
  '0000008;Zofia;#REF!;05/12/2014;;;;;;;',
  '0000009;Hodan;Warsame;19/11/2010;;Klingon;;;;;',
  '0000010;Minh;Tran;25/01/2011;08-Nov;;;;;;',
  '0000011;Alfie;;08/04/2020;;;;;;;',
  '0000012;Isla;Fenwick;soon;;;;;;;',
  '0000013;Noah;Adeleke;01/12/2028;;;;;;;',
  '0000014;Aisha;Rahman;16/06/1021;;;;;;;',
  '0000015;Oscar;########;28/02/2019;;;;;;;',
  '0000016;Maja;Kowalska;21/10/2020;;;;01/05/2019;;;',
  '0000017;Theo;Grainger;03/06/2019;;;;24/11/2025;24/11/2024;;',
  '0000018;Bethan;Rees;14/01/2020;young;;sleeping;;;;',
  '0000019;Samuel;Tesfaye;30/03/2021;old;;;;;;',
  '0000020;Evie;Marlow;19/08/2016;;;;;;;',
  '0000020;Eve;Marlow;19/08/2016;;;;;;;',
  '0000021;Ibrahim;Osman;06/01/2017;;;;;;;',
  '0000021;Ibrahim;Osman;06/01/2017;;;;;;;',
  '0000022;Poppy;Lane;24/06/2015;;;;;;0000099;',
  '0000023;Leo;Ferreira;30/11/2016;;;;;;;;;spare',
  '0000024;Am\u00c3\u00a9lie;Storey;22/12/2014;;;;;;;',
  '0000025;Flat 2, 14 High St, ZZ99 9ZZ;Oduya;15/04/2017;;;;;;;',
  '0000026;"Freya\u0007";Hollis;07/09/2015;;;;;;;',
  '\xa00000027\xa0;Rayan ;Aziz;11/02/2016;;;;;;;'
].join('\r\n');

const allocations = [
  'allocation_ref\tlcs_id\tstaff_id\trole\tstart_date\tend_date',
  'A1\t0000001\tS1\tiro\t2026-01-05\t',
  'A2\t0000001\tS99\tsocial_worker\t2026-01-05\t',
  'A3\t0000999\tS1\tiro\t2026-01-05\t',
  'A4\t0000002\tS1\tiro\t2026-01-05\t',
  'A5\t0000027\tS2\tiro\t2026-01-05\t',
  'A6\t27\tS1\tiro\t2026-01-05\t',
  'A7\t0000027\tS1\tfriend\t2026-01-05\t',
  'A8\t0000027\tS1\tiro\t2026-01-05\t2025-01-05',
  'A9\t0000001\tS1\tiro_cover\t2024-01-05\t'
].join('\n');

const rest = {
  'absences.csv': 'staff_id|from|to|covered_by\nS1|2026-12-01|2026-12-05|S1\n',
  'reviews.csv':
    'review_ref,lcs_id,due_on,held_on,cancelled,participation_code\nR1,0000001,2026-11-25,,no,\nR2,0000001,2026-05-29,2027-05-29,no,\nR3,0000001,2026-05-29,2026-05-29,,PN9\nR4,0000001,06/21/2026,,,\nR5,0000001,05/04/2026,,,\n',
  'contacts.csv':
    'contact_ref,lcs_id,relationship,name,may_be_invited,postal_address\nP1,0000001,mum,Karen Ashby,yes,"1 Row, ZZ99 9ZZ"\nP2,0000001,landlord,Mr X,yes,\nP3,0000001,foster carer,Mrs Y,yes,"2 Row, ZZ99 9ZZ"\nP4,0000001,carer,Mrs Z,yes,\n',
  'placements.csv': 'lcs_id,placement_postcode\n0000001,ZZ99 9ZZ\n',
  'ssd_cla_placement.csv': 'clap_cla_placement_id,clap_cla_placement_postcode\nP1,ZZ99 9ZZ\n'
};

const folder = {
  'staff.csv': staff,
  'children.csv': Buffer.from(children, 'latin1'),
  'allocations.csv': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(allocations, 'utf16le')]),
  ...rest
};

const expected = [
  'staff.csv:3:email: not-an-email',
  'staff.csv:4:phone: not-a-phone',
  'staff.csv:5:role: unknown-role',
  'staff.csv:6:working_days: not-weekdays',
  'staff.csv:7:name: formula',
  'staff.csv:8:reply_days: not-a-number',
  'staff.csv:9:active: not-yes-no',
  'staff.csv:10:desk: unknown-desk',
  'children.csv:5:Date of birth: american-date',
  'children.csv:7:Date of birth: excel-date',
  'children.csv:8:LCS ID: lost-zeros',
  'children.csv:9:LCS ID: scientific',
  'children.csv:10:Date of birth: no-such-day',
  'children.csv:11:Date of birth: two-digit-year',
  'children.csv:12:Last name: formula',
  'children.csv:13:Language: not-a-language',
  'children.csv:14:Band: band-as-date',
  'children.csv:15:Last name: empty',
  'children.csv:16:Date of birth: not-a-date',
  'children.csv:17:Date of birth: future',
  'children.csv:18:Date of birth: unlikely-year',
  'children.csv:19:Last name: hashes',
  'children.csv:20:Entered care on: before-birth',
  'children.csv:21:Ended on: order',
  'children.csv:22:Status: not-a-status',
  'children.csv:23:Band: not-a-band',
  'children.csv:24:LCS ID: doubled',
  'children.csv:25:LCS ID: doubled',
  'children.csv:27:LCS ID: repeated',
  'children.csv:28:Merged into: unknown-child',
  'children.csv:29:: too-many-cells',
  'children.csv:30:First name: twice-encoded',
  'children.csv:31:First name: postcode',
  'children.csv:32:First name: control',
  'allocations.csv:3:staff_id: unknown-staff',
  'allocations.csv:4:lcs_id: unknown-child',
  'allocations.csv:5:lcs_id: refused-child',
  'allocations.csv:6:staff_id: refused-staff',
  'allocations.csv:7:lcs_id: lost-zeros',
  'allocations.csv:8:role: unknown-role',
  'allocations.csv:9:end_date: order',
  'allocations.csv:10:end_date: open-cover',
  'absences.csv:2:covered_by: self-cover',
  'reviews.csv:3:held_on: future',
  'reviews.csv:4:participation_code: not-participation',
  'reviews.csv:5:due_on: american-date',
  'reviews.csv:6:due_on: turned-date',
  'contacts.csv:3:relationship: not-a-relation',
  'contacts.csv:4:postal_address: not-a-parent'
];

test('more than thirty kinds of error, each by file, line and column; what is right goes in, and nothing else', async () => {
  const { take, ctx } = await importing();
  const result = await take(folder);
  expect(found(result)).toEqual([...expected].sort());
  expect(kinds(result).length).toBeGreaterThan(30);
  expect(result.refusals).toEqual([]);
  expect(result.notRead.map(({ file }) => file)).toEqual(['placements.csv', 'ssd_cla_placement.csv']);
  expect(result.ignored).toEqual([{ file: 'children.csv', columns: ['NHS number (the NHS number: never read)'] }]);
  const world = await worldOf(ctx());
  expect(Object.keys(world).sort()).toEqual(['Ibrahim Osman', 'Mina Dewar', 'Rayan Aziz', 'Zoë Ashby']);
  expect(world['Zoë Ashby']).toMatchObject({
    bornOn: '2016-03-09',
    band: '8-11',
    enteredCareOn: '2023-08-21',
    iro: 'Sam Okoro',
    review: { on: '2026-11-25' }
  });
  expect(world['Mina Dewar']).toMatchObject({ bornOn: '2017-04-08' });
  expect(world['Rayan Aziz']).toMatchObject({ iro: null });
  expect(await sizes(ctx())).toMatchObject({
    staff: 1,
    children: 4,
    contacts: 2,
    allocations: 1,
    covers: 0,
    reviews: 1,
    staged_rows: 0
  });
  // Neither the report nor the screen repeats what a cell holds.
  expect(said(result)).not.toMatch(/Ashby|Mensah|Okoro|ZZ99|9990000018|Klingon|HYPERLINK|06\/21/);
  const again = await take(folder);
  expect(found(again)).toEqual([...expected].sort());
  expect(again.changes).toEqual([]);
});

const kids = 'lcs_id,first_name,last_name,date_of_birth\nC1,Robin,Ashby,2016-03-09\n';

test.each([
  ['an address', 'children.csv', 'lcs_id,first_name,last_name,Home Address\nC1,A,B,1 Row\n', 1, 'Home Address', 'an address'],
  ['a postcode', 'children.csv', 'lcs_id,first_name,last_name,Post Code\nC1,A,B,x\n', 1, 'Post Code', 'a postcode'],
  ['a school', 'children.csv', 'lcs_id,first_name,last_name,School\nC1,A,B,x\n', 1, 'School', 'a school'],
  [
    'a placement',
    'children.csv',
    'lcs_id,first_name,last_name,placement_provider\nC1,A,B,x\n',
    1,
    'placement_provider',
    'a placement'
  ],
  ['a place', 'children.csv', 'lcs_id,first_name,last_name,latitude\nC1,A,B,1\n', 1, 'latitude', 'a place on the map'],
  ['an address of staff', 'staff.csv', 'staff_id,name,role,postal_address\nS1,A,iro,x\n', 1, 'postal_address', 'an address'],
  [
    'postcodes in another column',
    'children.csv',
    `${kids}C2,ZZ99 9ZZ,B,\nC3,ZZ9 9AA,B,\n`,
    1,
    'first_name',
    'look like postcodes'
  ],
  ['no such column', 'reviews.csv', 'review_ref,due_on\nR1,2026-11-25\n', 1, 'lcs_id', 'no such column'],
  ['a column twice', 'children.csv', 'lcs_id,first_name,last_name,last_name\nC1,A,B,C\n', 1, 'last_name', 'twice'],
  ['a quotation mark left open', 'children.csv', 'lcs_id,first_name,last_name\nC1,"A,B\nC2,C,D\n', 2, null, 'never closed'],
  ['no header', 'children.csv', 'C1,A,B,2016-03-09\nC2,C,D,2016-03-09\n', null, null, 'no row in it'],
  ['an empty file', 'children.csv', '', null, null, 'no row in it'],
  ['a workbook under another name', 'children.csv', 'PK\u0003\u0004xl/', null, null, 'Excel workbook'],
  ['a workbook', 'children.xlsx', 'PK\u0003\u0004xl/', null, null, 'Excel workbook'],
  [
    'something that is not text',
    'children.csv',
    `lcs_id${'\u0000'.repeat(9)}${'binary'.repeat(40)}`,
    null,
    null,
    'not a text file'
  ],
  [
    'people without who is in care',
    'ssd_person.csv',
    'pers_person_id,pers_forename,pers_surname\nC1,A,B\n',
    null,
    null,
    'ssd_cla_episodes'
  ]
])('a file is refused whole and by name for %s, and the others go on', async (_what, file, content, line, column, why) => {
  const { take, ctx } = await importing();
  const result = await take({
    [file]: content,
    'absences.csv': 'staff_id,from,to,covered_by\n',
    'ssd_professionals.csv': 'prof_professional_id,prof_professional_name,prof_professional_job_title\nP1,Sam Okoro,IRO\n'
  });
  expect(result.refusals).toMatchObject([{ file, line, column }]);
  expect(result.refusals[0]?.why).toContain(why);
  expect(await sizes(ctx())).toMatchObject({ children: 0, reviews: 0, staff: 1 });
});

test('nothing of a row is kept when saving it fails, and its neighbours are', async () => {
  const { take, ctx } = await importing();
  const three = 'staff_id,name,role\nS1,A One,iro\nS2,B Two,iro\nS3,C Three,iro\n';
  // S1 -> S2 -> S3 -> S1: the last closes a circle, which only the room that keeps covers can see.
  const circle =
    'staff_id,from,to,covered_by\nS1,2026-11-16,2026-11-20,S2\nS2,2026-11-16,2026-11-20,S3\nS3,2026-11-16,2026-11-20,S1\n';
  const result = await take({ 'staff.csv': three, 'absences.csv': circle });
  expect(found(result)).toEqual(['absences.csv:4:: cover-circle']);
  expect(result.counts.absence).toEqual({ new: 2, problem: 1 });
  expect(await sizes(ctx())).toMatchObject({ covers: 2, source_records: 5 });
});

test('all zeros lost from every row are noticed against what is here', async () => {
  const { take } = await importing();
  await take({ 'children.csv': 'lcs_id,first_name,last_name\n00451,A,B\n00452,C,D\n' });
  const result = await take({ 'children.csv': 'lcs_id,first_name,last_name\n451,A,B\n452,C,D\n' });
  expect(found(result)).toEqual(['children.csv:2:lcs_id: lost-zeros', 'children.csv:3:lcs_id: lost-zeros']);
  // Made in the same moment, they stand in no order.
  expect(result.missing.map(({ key }) => key).toSorted()).toEqual(['00451', '00452']);
});

test('the council says what its role codes and identifiers mean in mapping.json', async () => {
  const { take, ctx } = await importing();
  const files = {
    'mapping.json': JSON.stringify({ caseId: 'pers_legacy_id', staffId: 'prof_staff_id', roles: { QA7: 'iro', FSW: 'ignore' } }),
    'ssd_cla_episodes.csv': 'clae_cla_episode_id,clae_person_id,clae_cla_id,clae_cla_episode_start_date\nE1,1,K1,2024-01-08\n',
    'ssd_person.csv': 'pers_person_id,pers_legacy_id,pers_forename,pers_surname,pers_dob\n1,L1,Robin,Ashby,2016-03-09 00:00:00\n',
    'ssd_professionals.csv':
      'prof_professional_id,prof_staff_id,prof_professional_name,prof_professional_job_title\n77,HR1,Sam Okoro,Practice Lead\n78,HR2,Kim Support,Family Support Worker\n',
    'ssd_involvements.csv':
      'invo_involvements_id,invo_person_id,invo_professional_id,invo_professional_role_id,invo_involvement_start_date\nI1,1,77,QA7,2024-02-05\nI2,1,78,FSW,2024-02-05\n',
    'ssd_cla_reviews.csv':
      'clar_cla_review_id,clar_cla_id,clar_cla_review_due_date,clar_cla_review_date\nR1,K1,2026-11-25,2026-11-27\n'
  };
  const result = await take(files);
  expect(found(result)).toEqual([]);
  expect((await worldOf(ctx()))['Robin Ashby']).toMatchObject({ iro: 'Sam Okoro', review: { on: '2026-11-27', heldLast: null } });
  expect(await sizes(ctx())).toMatchObject({ staff: 1, allocations: 1 });
  // The case id is the council's own now, so its plain files mean the same child.
  const plain = await take({
    'children.csv': 'lcs_id,first_name,last_name,known_as\nL1,Robin,Ashby,Rob\n',
    'allocations.csv': 'allocation_ref,lcs_id,staff_id,role,start_date\nI1,L1,HR1,iro,2024-02-05\n'
  });
  expect(plain.counts).toMatchObject({ child: { changed: 1 }, allocation: { unchanged: 1 } });
});

test('photographs by staff id: new, the same, somebody unknown, not a picture', async () => {
  const { take, ctx } = await importing();
  const picture = (colour: string) =>
    sharp({ create: { width: 600, height: 600, channels: 3, background: colour } })
      .png()
      .toBuffer();
  const photos = await folderOf({
    'S1.png': await picture('#246'),
    'S9.jpg': await picture('#642'),
    'S2.webp': 'not a picture',
    'notes.txt': 'x'
  });
  const files = { 'staff.csv': 'staff_id,name,role\nS1,Sam Okoro,iro\nS2,Amina Yusuf,iro\n' };
  const dry = await take(files, { apply: false, photos });
  expect(dry.photos).toEqual({ new: 1, unchanged: 0, leftOut: 2 });
  expect(await sizes(ctx())).toMatchObject({ attachments: 0, staff: 0 });
  const result = await take(files, { photos });
  expect(found(result)).toEqual(['photos/S2.webp:1:: not-a-picture', 'photos/S9.jpg:1:: unknown-staff']);
  const ids = (await ctx().db.selectFrom('staff').select('id').execute()).map(({ id }) => id);
  const shown = [...(await staffCards(ctx(), ids)).values()].map(({ name, photoId }) => [name, photoId !== null]);
  expect(Object.fromEntries(shown)).toEqual({ 'Sam Okoro': true, 'Amina Yusuf': false });
  expect((await take(files, { photos })).photos).toEqual({ new: 0, unchanged: 1, leftOut: 2 });
  await take(files, { photos: await folderOf({ 'S1.png': await picture('#999') }) });
  expect(await sizes(ctx())).toMatchObject({ attachments: 1 });
});
