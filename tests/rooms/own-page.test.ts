import { beforeAll, expect, test } from 'vitest';
import { shownBy, timesToPick } from '#lib/home/meeting.server.ts';
import { readerOf } from '#lib/home/home.server.ts';
import { shownOpenly } from '#lib/people/open.server.ts';
import { noHellos } from '#lib/people/page.ts';
import { ownPage, saveOwnPage, type NewPage } from '#lib/people/pages.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { visitor } from '#tests/setup/app.ts';
import { cast, type Cast } from '#tests/setup/cast.ts';
import { refused } from '#tests/setup/refused.ts';

let t: Cast;
beforeAll(async () => {
  t = await cast();
  await saveStaff(t.cmd(), { id: t.sam, name: 'Sam Okafor', phone: '01632 960001', workingDays: '1234' });
});

const page = (how: Partial<NewPage> = {}): NewPage => ({
  ...{ hellos: { ...noHellos, '8-11': ' Hi. Call me Sam. ' }, days: ['3', '1', '3'], from: '15:00', to: '17:30', replyDays: '2' },
  ...{ shownOpenly: true, shows: ['hello', 'number', 'somewhere else'] },
  ...how
});

test('begins with what the council knows, and says what was kept', async () => {
  expect(await ownPage(t.asStaff(t.sam))).toMatchObject({
    hellos: noHellos,
    talks: { days: '1234', from: null },
    shows: ['photo', 'hours'],
    shownOpenly: false
  });
  await saveOwnPage(t.asStaff(t.sam), page());
  await saveOwnPage(t.asStaff(t.sam), page());
  expect(await ownPage(t.asStaff(t.sam))).toMatchObject({
    hellos: { '8-11': 'Hi. Call me Sam.', '4-7': '' },
    talks: { days: '13', from: '15:00', to: '17:30' },
    shows: ['hello', 'number'],
    shownOpenly: true,
    replyDays: 2
  });
});

test('is what their children see: the hello, and times to pick within their hours', async () => {
  await saveOwnPage(t.asStaff(t.sam), page());
  const { readsNow, band } = await readerOf(t.asChild(t.robin), { language: 'en' });
  expect(readsNow).toMatchObject({ called: 'Sam', replyDays: 2 });
  const shown = await shownBy(t.asChild(t.robin), readsNow, band);
  expect(shown).toEqual({ hello: 'Hi. Call me Sam.', times: { days: '13', from: '15:00', to: '17:30' } });
  // Monday 7 December: from tomorrow on, Wednesdays and Mondays.
  const { days, parts } = timesToPick(shown.times, t.cmd().now, null);
  expect(days.slice(0, 3)).toEqual(['2026-12-09', '2026-12-14', '2026-12-16']);
  expect(parts).toEqual(['after-school']);
  // A talk before the review is never offered on the day of it or after it; where no day before it is left, it is not said.
  expect(timesToPick(shown.times, t.cmd().now, '2026-12-16')).toMatchObject({ days: ['2026-12-09', '2026-12-14'], before: true });
  expect(timesToPick(shown.times, t.cmd().now, '2026-12-09')).toMatchObject({ before: false });
  expect(timesToPick(shown.times, t.cmd().now, null).before).toBe(false);
});

test('shows anybody no more than was chosen, and nothing of whoever did not agree', async () => {
  const open = async () => shownOpenly(t.as(visitor));
  await saveOwnPage(t.asStaff(t.sam), page());
  expect(await open()).toEqual([
    {
      name: 'Sam Okafor',
      called: 'Sam',
      photoId: null,
      workingDays: null,
      hours: null,
      phone: '01632 960001',
      hello: 'Hi. Call me Sam.'
    }
  ]);
  await saveOwnPage(t.asStaff(t.sam), page({ shows: ['hours'] }));
  expect(await open()).toMatchObject([{ workingDays: '13', hours: { from: '15:00', to: '17:30' }, phone: null, hello: null }]);
  await saveOwnPage(t.asStaff(t.sam), page({ shownOpenly: false }));
  expect(await open()).toEqual([]);
});

test('says what is odd, and is one’s own', async () => {
  const bad = (how: Partial<NewPage>) => saveOwnPage(t.asStaff(t.sam), page(how));
  await expect(bad({ days: [] })).rejects.toEqual(refused('invalid', { days: 'missing' }));
  await expect(bad({ from: '', to: '17:00' })).rejects.toEqual(refused('invalid', { hours: 'odd' }));
  await expect(bad({ from: '18:00' })).rejects.toEqual(refused('invalid', { hours: 'odd' }));
  await expect(bad({ replyDays: '0' })).rejects.toEqual(refused('invalid', { replyDays: 'odd' }));
  await expect(bad({ hellos: { ...noHellos, '4-7': 'x'.repeat(601) } })).rejects.toEqual(
    refused('invalid', { 'hello-4-7': 'too-long' })
  );
  for (const ctx of [t.asChild(t.robin), t.cmd()]) await expect(saveOwnPage(ctx, page())).rejects.toEqual(refused('not-found'));
});
