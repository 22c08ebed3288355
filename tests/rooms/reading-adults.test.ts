import { beforeEach, describe, expect, test } from 'vitest';
import { adultForm } from '#forms/forms.ts';
import { topics } from '#forms/topics.ts';
import { saveContact } from '#lib/children/children.server.ts';
import type { ContactRelation } from '#lib/children/contact.ts';
import { openVoices, voicesFor } from '#lib/consultations/comparing.server.ts';
import type { Restriction } from '#lib/consultations/contributor-draft.ts';
import { saveViews } from '#lib/consultations/contributor-drafts.server.ts';
import { ownContributions } from '#lib/consultations/contributor-own.server.ts';
import { sendViews } from '#lib/consultations/contributor-sending.server.ts';
import { enterFor, type Entered } from '#lib/consultations/entering.server.ts';
import { addNote } from '#lib/consultations/noting.server.ts';
import { readContribution } from '#lib/consultations/reading.server.ts';
import type { Context } from '#lib/context.ts';
import { comparingSheet } from '#lib/inbox/comparing.server.ts';
import { enteringSheet } from '#lib/inbox/entering.server.ts';
import { finishViews, viewsSheet } from '#lib/inbox/caseload.server.ts';
import { sideBySide } from '#lib/inbox/side-by-side.ts';
import { pagesFor } from '#lib/journeys/adult.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { makeCover } from '#lib/routing/routing.server.ts';
import { wordsFor } from '#locales/words.ts';
import { cast, sayAndSend, type Cast } from '#tests/setup/cast.ts';

const words = wordsFor({ language: 'en', values: { child: 'Robin', iro: 'Sam' } });
const refused = expect.objectContaining({ problem: 'not-found' });

let t: Cast;
beforeEach(async () => void (t = await cast()));

const sam = (): Context => t.asStaff(t.sam);
const known = (name: string, relation: ContactRelation) => saveContact(t.cmd(), { childId: t.robin, name, relation });

/** What a worker writes down: text answers by question code, each with its marks. */
const entered = (
  contactId: string,
  how: Pick<Entered, 'form' | 'role'>,
  said: Readonly<Record<string, readonly [string, ...Restriction[]]>>
): Entered => {
  const form = adultForm(how.form);
  if (!form) throw new Error('no such form');
  const answers = Object.fromEntries(
    pagesFor(form, how.role).flatMap((page) =>
      page.questions.flatMap((question) => {
        const [text, ...restricted] = said[question.code] ?? [];
        if (text === undefined) return [];
        const asked = askedOf(words, form, page, question, 'adult');
        return [[question.code, { answer: { value: text, unsure: false }, asked, restricted }]];
      })
    )
  );
  const day = { channel: 'phone', givenOn: '2026-12-06', language: 'en' } as const;
  return { contactId, ...how, answers, ...day, submissionId: t.cmd().ids() };
};

const asTeacher = { form: 'professional', role: 'school' } as const;
const asParent = { form: 'parent', role: null } as const;

/** Amina, who stands in for Sam today, writes it down: so it is new to Sam. */
const byCover = async (given: Entered) => (await enterFor(t.asStaff(t.amina), given)).contributionId;

async function town() {
  await makeCover(t.asManager(), {
    ...{ absentId: t.sam, coverId: t.amina, reason: 'leave' },
    ...{ fromAt: '2026-12-07T00:00:00.000Z', toAt: '2026-12-08T00:00:00.000Z' }
  });
  const teacher = await known('Ms Lark', 'teacher');
  const fromTeacher = await byCover(
    entered(teacher, asTeacher, {
      agency: ['Northmere Primary'],
      transition: ['He may move in spring', 'not-read-out', 'not-to-parents']
    })
  );
  const fromCol = await byCover(entered(t.col, asParent, { overview: ['He looks tired'] }));
  const fromDana = await byCover(entered(t.dana, asParent, { overview: ['He laughs again'] }));
  return { teacher, fromTeacher, fromCol, fromDana };
}

/** Dana is asked by letter and writes from her own pages. */
async function aMother() {
  const now = t.cmd().now.toISOString();
  await t.app.database.db
    .insertInto('invitations')
    .values({
      ...{ id: t.cmd().ids(), contact_id: t.dana, child_id: t.robin, review_id: t.review, part: 'invited', form: 'parent' },
      ...{ role: null, way: 'letter', reach_index: null, language: 'en', tells_day: 1, tells_venue: 0, words_sealed: null },
      ...{ rev: 1, made_at: now, made_by: t.sam, changed_at: now, opened_at: null, withdrawn_at: null }
    })
    .execute();
  const mother = () =>
    t.as({ kind: 'contributor', id: t.dana, childId: t.robin, sessionId: 'visit-of-the-mother', assurance: 'letter' });
  const says = async (text: string) => {
    const { answers } = entered(t.dana, asParent, { overview: [text] });
    const page = adultForm('parent')?.pages.find(({ questions }) => questions.some(({ code }) => code === 'overview'));
    const draft = await saveViews(mother(), null, 'en', { page: page?.code ?? '', answers });
    return (await sendViews(mother(), draft.id)).contributionId;
  };
  return { mother, says };
}

describe('what an adult gave', () => {
  test('is theirs, with how it came, its marks and who opened it; never counted as the child’s own', async () => {
    const { fromTeacher, teacher } = await town();
    const views = await readContribution(sam(), fromTeacher);
    expect(views.giver).toEqual({
      ...{ contactId: teacher, name: 'Ms Lark', relation: 'teacher', form: 'professional', role: null },
      ...{ channel: 'phone', givenOn: '2026-12-06', enteredBy: 'Amina Yusuf' }
    });
    expect(views.band).toBe('adult');
    expect(views.answers.map(({ asked, audience, restricted }) => [asked?.code, audience, restricted])).toEqual([
      ['agency', 'iro', []],
      ['transition', 'restricted', ['not-read-out', 'not-to-parents']]
    ]);
    expect(views.openings.map(({ name }) => name)).toEqual(['Amina', 'Sam']);
    const sheet = await viewsSheet(sam(), fromTeacher);
    expect(sheet.child.id).toBe(t.robin);
  });

  test('is opened by nobody but the IRO and cover; notes and Done are as for a child’s', async () => {
    const { fromCol } = await town();
    for (const who of [t.lee, t.dee, t.tom]) await expect(readContribution(t.asStaff(who), fromCol)).rejects.toEqual(refused);
    await expect(readContribution(t.asChild(t.robin), fromCol)).rejects.toEqual(refused);
    await expect(readContribution(sam(), t.cmd().ids())).rejects.toEqual(refused);
    await addNote(sam(), fromCol, 'Ask him when.');
    expect((await readContribution(sam(), fromCol)).notes.map(({ text }) => text)).toEqual(['Ask him when.']);
  });

  test('sent from home: who sent it sees who read it and when, Done takes it off the list, a second version shows what is new', async () => {
    const { mother, says } = await aMother();
    const first = await says('I would like Sundays.');
    expect((await ownContributions(mother()))[0]?.read).toBeNull();
    const sheet = await viewsSheet(sam(), first);
    expect([sheet.views.giver?.channel, sheet.views.giver?.enteredBy, sheet.done]).toEqual(['online', null, false]);
    expect((await ownContributions(mother()))[0]?.read).toMatchObject({ name: 'Sam Okafor', at: t.clock.now().toISOString() });
    await finishViews(sam(), first);
    expect((await viewsSheet(sam(), first)).done).toBe(true);
    const second = await says('I would like Saturdays.');
    const { views } = await viewsSheet(sam(), second);
    expect([views.version, views.versions.length, views.answers.map(({ changed }) => changed)]).toEqual([2, 2, [true]]);
    const [voice] = await voicesFor(sam(), t.robin);
    expect(voice?.parts.map(({ id }) => id)).toEqual([second]);
  });
});

describe('writing down what somebody says', () => {
  test('is offered to the IRO and cover for those around their own child, asked or not, with the questions they would get', async () => {
    const teacher = await known('Ms Lark', 'teacher');
    expect(await enteringSheet(sam(), t.robin, teacher)).toMatchObject({
      ...{ name: 'Ms Lark', relation: 'teacher', child: 'Robin' },
      asked: { form: 'professional', role: 'school', language: 'en' }
    });
    expect((await enteringSheet(sam(), t.robin, t.col)).asked).toMatchObject({ form: 'parent', role: null });
    await expect(enteringSheet(sam(), t.robin, t.nan)).rejects.toEqual(refused);
    await expect(enteringSheet(sam(), t.robin, t.cmd().ids())).rejects.toEqual(refused);
    for (const ctx of [t.asStaff(t.lee), t.asStaff(t.dee), t.asManager(), t.asChild(t.robin)])
      await expect(enteringSheet(ctx, t.robin, teacher)).rejects.toEqual(refused);
  });
});

describe('side by side', () => {
  test('tells nobody anything until it is opened on purpose; then each is opened and written down', async () => {
    const { fromTeacher, fromCol, fromDana } = await town();
    const { contributionId } = await sayAndSend(t.asChild(t.robin), t.robin, { general: 'good' });
    const before = await voicesFor(sam(), t.robin);
    expect(before.flatMap(({ parts }) => parts.map(({ opened, views }) => [opened, views]))).toEqual(
      Array.from({ length: 4 }, () => [false, null])
    );
    const openings = async () => Number(await t.count('openings'));
    const had = await openings();
    await voicesFor(sam(), t.robin);
    expect(await openings()).toBe(had);
    await openVoices(sam(), t.robin);
    expect(await openings()).toBe(had + 4);
    const after = await voicesFor(sam(), t.robin);
    expect(after.map(({ giver }) => giver?.name ?? 'the child')).toEqual(['the child', 'Col', 'Dana', 'Ms Lark']);
    const audited = await t.app.database.db
      .selectFrom('audit')
      .select(['verb', 'subject_id'])
      .where('verb', 'in', ['contribution.read', 'views.compare'])
      .where('actor', '=', t.sam)
      .execute();
    for (const id of [contributionId, fromTeacher, fromCol, fromDana]) {
      expect(audited.filter((row) => row.subject_id === id && row.verb === 'contribution.read')).toHaveLength(1);
      expect(audited.filter((row) => row.subject_id === id && row.verb === 'views.compare')).toHaveLength(1);
    }
  });

  test('is for the IRO and cover only', async () => {
    await town();
    for (const ctx of [t.asStaff(t.lee), t.asStaff(t.dee), t.asChild(t.robin), t.asManager()]) {
      await expect(voicesFor(ctx, t.robin)).rejects.toEqual(refused);
      await expect(openVoices(ctx, t.robin)).rejects.toEqual(refused);
    }
    await expect(voicesFor(sam(), t.aleks)).rejects.toEqual(refused);
  });

  test('a copy for the meeting holds nothing marked and of the child only what is for the meeting', async () => {
    await town();
    await sayAndSend(t.asChild(t.robin), t.robin, { 'general-more': 'only for Sam' });
    await openVoices(sam(), t.robin);
    const saidOn = async (copy: 'everything' | 'meeting', without: string[] = []) => {
      const { voices } = await comparingSheet(sam(), t.robin, 'contribution.print', without);
      const { rows } = sideBySide(voices, topics, copy);
      return rows.flatMap(({ said }) =>
        said.flatMap(({ blocks }) => blocks.flatMap(({ lines, more }) => [...lines, more?.text]))
      );
    };
    const all = await saidOn('everything');
    expect(all).toContain('He may move in spring');
    const meeting = await saidOn('meeting');
    expect(meeting).not.toContain('He may move in spring');
    expect(meeting).not.toContain('only for Sam');
    expect(meeting).toEqual(expect.arrayContaining(['Northmere Primary', 'He looks tired', 'He laughs again']));
    const withoutCol = await saidOn('meeting', [t.col]);
    expect(withoutCol).not.toContain('He looks tired');
    expect(withoutCol).toContain('He laughs again');
  });

  test('whose words are left out is not read either', async () => {
    const { fromCol } = await town();
    await openVoices(sam(), t.robin);
    await comparingSheet(sam(), t.robin, 'contribution.print', [t.col]);
    const printed = await t.app.database.db
      .selectFrom('audit')
      .select('subject_id')
      .where('verb', '=', 'contribution.print')
      .where('subject', '=', 'contribution')
      .execute();
    expect(printed.length).toBe(2);
    expect(printed.map(({ subject_id }) => subject_id)).not.toContain(fromCol);
  });
});
