import { submissionIn, type Answer, type Visitor } from './browser.ts';

/** One page of a short way through the form for 8 to 11: what is picked, and where something is written. */
const pages = [
  { code: 'b01', picked: [['topics', 'school']] },
  {
    code: 'b02',
    picked: [
      ['general', 'ok'],
      ['b02.who', 'only_iro']
    ],
    written: 'general-more'
  },
  {
    code: 'b07',
    picked: [
      ['school-feel', 'not-great'],
      ['b07.who', 'at_my_review']
    ],
    written: 'school-feel-more'
  },
  {
    code: 'b24',
    picked: [
      ['taking-part', 'come'],
      ['b24.who', 'only_iro']
    ],
    written: 'taking-part-more'
  },
  { code: 'b31', picked: [['b31.who', 'only_iro']], written: 'change' }
] as const;

export type Times = { pages: number[]; saves: number[]; sends: number[]; again: number };

/** What a child wrote and the service said it had: question code to the last words acknowledged. */
export type Written = Record<string, string>;

export type Pace = Readonly<{ think: () => Promise<void>; times: Times }>;

/** Posts, and presses again when the service said that it could not save just now. Any other answer is a failure. */
async function press(
  who: Visitor,
  pace: Pace,
  path: string,
  fields: readonly (readonly [string, string])[],
  byScript = false
): Promise<Answer> {
  for (;;) {
    const answer = await who.post(path, fields, byScript);
    if (answer.status === 303 || (byScript && answer.status === 200 && answer.body.includes('"success"'))) return answer;
    if (answer.status !== 503) throw new Error(`${path} answered ${answer.status}`);
    pace.times.again += 1;
    await pace.think();
  }
}

async function look(who: Visitor, pace: Pace, path: string): Promise<string> {
  const answer = await who.get(path);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status} ${answer.location}`);
  pace.times.pages.push(answer.ms);
  return answer.body;
}

/** From the start to Check: every page looked at, twice saved by itself while words grow, then Next. */
export async function write(
  who: Visitor,
  pace: Pace,
  words: (page: string) => string
): Promise<{ written: Written; submission: string }> {
  const written: Written = {};
  let at = (await press(who, pace, '/me/say?/start', [])).location;
  for (const page of pages) {
    if (at !== `/me/say/${page.code}`) throw new Error(`expected ${page.code}, came to ${at}`);
    await look(who, pace, at);
    const said = words(page.code);
    const fields = (part: number): (readonly [string, string])[] => [
      ['from', ''],
      ...page.picked,
      ...('written' in page ? [[page.written, said.slice(0, Math.ceil(said.length * part))] as const] : [])
    ];
    for (const part of [0.4, 0.8]) {
      await pace.think();
      pace.times.saves.push((await press(who, pace, `${at}?/draft`, fields(part), true)).ms);
    }
    await pace.think();
    const next = await press(who, pace, `${at}?/next`, fields(1));
    pace.times.saves.push(next.ms);
    if ('written' in page) written[page.written] = said;
    at = next.location;
  }
  await look(who, pace, '/me/who');
  await press(who, pace, '/me/who?/next', []);
  return { written, submission: submissionIn(await look(who, pace, '/me/check')) };
}

/** Presses Send: once, twice at the same moment (`double`), or once more afterwards (`replay`). Then reads the receipt. */
export async function send(who: Visitor, pace: Pace, submission: string, how: 'once' | 'double' | 'replay'): Promise<void> {
  const once = () => press(who, pace, '/me/check?/send', [['submission', submission]]);
  const answers = how === 'double' ? await Promise.all([once(), once()]) : [await once()];
  if (how === 'replay') answers.push(await once());
  for (const { location, ms } of answers) {
    if (location !== '/me/sent') throw new Error(`sending led to ${location}`);
    pace.times.sends.push(ms);
  }
  await look(who, pace, '/me/sent');
}
