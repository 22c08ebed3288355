import { expect, test } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { childFor, saveChild, setLanguage } from '#lib/children/children.server.ts';
import { councilSettings, setCouncil } from '#lib/council/council.server.ts';
import { childActor, command, staffActor, testApp, visitor } from '#tests/setup/app.ts';

test('a child chooses the language of their pages, and nobody else does', async () => {
  const { as } = await testApp();
  const id = await saveChild(as(command), { firstName: 'Robin', lastName: 'Ash', language: 'en' });
  await setLanguage(as(childActor(id)), id, 'cy');
  expect((await childFor(as(childActor(id)), id)).language).toBe('cy');
  await setLanguage(as(childActor(id)), id, 'ar');
  const { language, firstName } = await childFor(as(childActor(id)), id);
  expect([language, firstName]).toEqual(['ar', 'Robin']);
  const other = await saveChild(as(command), { firstName: 'Kit', lastName: 'Oak' });
  for (const actor of [visitor, childActor(other), staffActor('someone')])
    await expect(setLanguage(as(actor), id, 'en')).rejects.toMatchObject({ problem: 'not-found' });
  expect((await childFor(as(childActor(id)), id)).language).toBe('ar');
  await setLanguage(as(childActor(id)), id, 'ar');
  const lines = await as(command).db.selectFrom('audit').select('reason').where('verb', '=', 'language.choose').execute();
  expect(lines.map(({ reason }) => reason)).toEqual(['cy', 'ar']);
  expect((await verifyChain(as(command))).broken).toBe(null);
});

test('the council has its own words in Welsh and Arabic, form by form; what it has not set is the language’s', async () => {
  const { as } = await testApp();
  const usual = (await councilSettings(as(visitor))).termsIn;
  expect([usual.cy?.yourReview, usual.ar?.myReview]).toEqual(['dy adolygiad', 'اجتماع مراجعتي']);
  await setCouncil(as(command), 'terms.cy.yourReview', 'dy gyfarfod mawr');
  const { termsIn, terms } = await councilSettings(as(visitor));
  expect([termsIn.cy?.yourReview, termsIn.cy?.myReview, terms.review]).toEqual(['dy gyfarfod mawr', 'fy adolygiad', 'review']);
  for (const key of ['terms.cy.nothing', 'terms.xx.review', 'terms.cy', 'terms.cy.review.more'])
    await expect(setCouncil(as(command), key, 'x')).rejects.toMatchObject({ problem: 'invalid' });
  await expect(setCouncil(as(command), 'terms.cy.review', ' ')).rejects.toMatchObject({ problem: 'invalid' });
});
