import { describe, expect, it } from 'vitest';
import { readTalkPost, readTime, timesIn } from '#lib/home/talk-form.ts';
import { talkInWords } from '#lib/home/talk-words.ts';
import { helloFor, noHellos } from '#lib/people/page.ts';
import type { OwnTalk, Status } from '#lib/talks/talk.ts';
import { after, isOver, mayNow, needsStaff, workflow, type Action } from '#lib/talks/workflow.ts';
import { wordsFor } from '#locales/words.ts';

const statuses: readonly Status[] = ['asked', 'offered', 'set', 'moved', 'missed', 'talked', 'off', 'not-now'];
const days = { on: '2026-12-08', today: '2026-12-07' };

describe('what may be done with a talk', () => {
  it('leads from every status the table knows, and every status is reached', () => {
    expect(new Set(workflow.map(({ to }) => to))).toEqual(new Set(statuses));
    for (const { from, action } of workflow)
      expect(workflow.filter((row) => row.from === from && row.action === action)).toHaveLength(1);
  });

  it('lets a child say no, or something else, for as long as it is not over', () => {
    for (const status of statuses.filter((one) => !isOver(one))) {
      expect([status, mayNow(status, 'child', 'ask', days)]).toEqual([status, true]);
      if (status !== 'not-now') expect([status, mayNow(status, 'child', 'cancel', days)]).toEqual([status, true]);
    }
  });

  it('lets nobody set what a child called off or does not want', () => {
    for (const status of ['off', 'not-now', 'talked'] as const)
      for (const action of ['set', 'offer'] as const) expect(mayNow(status, 'iro', action, days)).toBe(false);
  });

  it('keeps what came of it for its day, and never lets the child say it', () => {
    for (const action of ['talked', 'missed'] as const) {
      expect(mayNow('set', 'iro', action, days)).toBe(false);
      expect(mayNow('set', 'iro', action, { ...days, today: days.on })).toBe(true);
      expect(mayNow('set', 'child', action, { ...days, today: days.on })).toBe(false);
    }
    expect(mayNow('set', 'iro', 'moved', days)).toBe(true);
  });

  it('stands where what happened has led it, and looking at it changes nothing', () => {
    const walk = (...actions: (Action | 'opened')[]) =>
      actions.reduce<Status | 'new'>((from, action) => after(from, action), 'new');
    expect(walk('ask', 'opened', 'set', 'opened', 'talked')).toBe('talked');
    expect(walk('ask', 'offer', 'take')).toBe('set');
    expect(walk('ask', 'set', 'cancel', 'seen')).toBe('off');
    expect(walk('not-now', 'seen', 'ask')).toBe('asked');
    expect(walk('ask', 'set', 'missed', 'set')).toBe('set');
    expect(walk('opened')).toBe('new');
  });

  it('waits for somebody who works here, but for a day that is to come or a child who is asked', () => {
    const today = '2026-12-07';
    for (const status of ['asked', 'moved', 'missed', 'off', 'not-now'] as const)
      expect(needsStaff(status, null, today)).toBe(true);
    expect(needsStaff('offered', null, today)).toBe(false);
    expect(needsStaff('set', '2026-12-08', today)).toBe(false);
    expect(needsStaff('set', today, today)).toBe(true);
    expect(needsStaff('talked', '2026-12-01', today)).toBe(false);
  });
});

describe('times that were offered', () => {
  const words = wordsFor({ language: 'en', values: { iro: 'Sam', iroRole: 'reviewing officer', review: 'review' } });
  const now = new Date('2026-12-09T10:00:00Z');
  const talk: OwnTalk = {
    ...{
      id: 'x',
      status: 'offered',
      at: '',
      opened: null,
      by: 'Sam',
      byId: 's',
      on: null,
      shown: 'open',
      picked: null,
      set: null
    },
    ...{ mayCancel: true, mayDecline: true, stale: false },
    offer: { times: ['2026-12-08', '2026-12-09'].map((on) => ({ on, at: '10:00' })), word: null }
  };
  const said = (how: Partial<OwnTalk>) => talkInWords(words, { ...talk, ...how }, now, '2026-12-09');

  it('are there to be taken until their day is over, each by its day and hour', () => {
    expect(said({})?.offered.map(({ time }) => time)).toEqual(['2026-12-09 10:00']);
    const over = said({ offer: { times: [{ on: '2026-12-08', at: '10:00' }], word: null } });
    expect(over?.offered).toEqual([]);
    expect(over?.lines).toEqual(['Sam wrote about times for a talk. Those days are over. You can pick a new time.']);
    expect(said({ stale: true })?.offered).toEqual([]);
  });

  it('are read from what is posted, and odd input is none of them', () => {
    const posted = (time: string) => {
      const data = new FormData();
      data.set('time', time);
      return readTime(data);
    };
    expect(posted('2026-12-09 10:00')).toEqual({ on: '2026-12-09', at: '10:00' });
    expect([posted(''), readTime(new FormData())]).toEqual([
      { on: '', at: '' },
      { on: '', at: '' }
    ]);
  });
});

describe('what the page of a talk posts', () => {
  const posted = (fields: Record<string, string>) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return readTalkPost(data);
  };

  it('is a way, and each time once', () => {
    const talk = posted({
      id: 'x',
      way: 'walk',
      'on-1': '2026-12-08',
      'part-1': 'evening',
      'on-2': '2026-12-08',
      'part-2': 'evening',
      'on-3': '2026-12-09'
    });
    expect(talk.way).toBe('walk');
    expect(timesIn(talk)).toEqual([
      { on: '2026-12-08', part: 'evening' },
      { on: '2026-12-09', part: null }
    ]);
  });

  it('may be empty, and odd input is nothing', () => {
    expect(timesIn(posted({}))).toEqual([]);
    expect(posted({ way: 'on-the-moon' }).way).toBeNull();
    expect(timesIn(posted({ 'on-1': '2026-12-08', 'part-1': 'at-night' }))).toEqual([{ on: '2026-12-08', part: null }]);
  });

  it('wants a day with a part of it', () => {
    expect(timesIn(posted({ 'part-2': 'morning' }))).toBeNull();
  });
});

describe('a hello', () => {
  const hellos = { ...noHellos, '8-11': 'Hi, I am Sam.' };

  it('is said to every age as soon as it is written for one', () => {
    for (const band of ['4-7', '8-11', '12-17', 'adult', null]) expect(helloFor({ hellos }, band)).toBe('Hi, I am Sam.');
    expect(helloFor({ hellos: { ...hellos, '12-17': 'I am Sam.' } }, '12-17')).toBe('I am Sam.');
    expect(helloFor({ hellos: { ...hellos, '12-17': 'I am Sam.' } }, '4-7')).toBe('Hi, I am Sam.');
    expect(helloFor({ hellos: noHellos }, '8-11')).toBeNull();
  });
});
