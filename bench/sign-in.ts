/**
 * `npm run trial:sign-in [-- SECONDS]`: for 60 s strangers guess at cards, PINs, pictures and codes at full speed, at a running
 * built server; some of them hold the very cards of two children. None may get in, and those children must be able to send all
 * the while, by the card alone. Then thirty children behind one address sign in within a minute, and what was used once is
 * tried again: a code, a link that a mail scanner opened, an old cookie.
 */
import { loadavg } from 'node:os';
import type { Context } from '#lib/context.ts';
import type { App } from '#lib/server/app.ts';
import { makeCard, useCard } from '#lib/sign-in/cards/cards.server.ts';
import { pictureNames } from '#lib/sign-in/secrets/secret.ts';
import { chooseSecret, type Given } from '#lib/sign-in/secrets/secrets.server.ts';
import { spread } from './figures.ts';
import { asBrowser, some, visitIn } from './post.ts';
import { replays } from './replays.ts';
import { command, seedChildren, seedStaff } from './seed.ts';
import { clearAway, newPlace, openPlace, startService } from './service.ts';

const seconds = Number(process.argv[2] ?? 60);
const guessers = 60;
const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const pin = '937264';
const names = ['dog', 'bus', 'kite', 'lamp'] as const;

type Known = Readonly<{ id: string; code: string }>;
let failed = 0;
const say = (right: boolean, line: string) => {
  if (!right) failed += 1;
  console.log(`${right ? 'PASS' : 'FAIL'}  ${line}`);
};

/** A child with a card and a secret, as after a first visit. */
async function withCard(app: App, id: string, given: Given): Promise<Known> {
  const { code } = await makeCard(command(app), id);
  const { actor } = await useCard(app.context({ kind: 'visitor', assurance: 'none' }), code);
  await chooseSecret(app.context(actor), given);
  return { id, code };
}

const entersWith = (origin: string, code: string) => asBrowser(origin, '/?/card', { form: { code } });

type Tally = { tries: number; in: number; failed: number; by: Map<string, number> };

function count(tally: Tally, kind: string, status: number, gotIn: boolean): void {
  const name = `${kind}: ${status}`;
  tally.by.set(name, (tally.by.get(name) ?? 0) + 1);
  tally.tries += 1;
  if (gotIn) tally.in += 1;
  if (status >= 500) tally.failed += 1;
}

/** One guess of each kind, over and over, until the time is over. */
async function guess(origin: string, at: number, held: { byPin: Known; byPictures: Known }, until: number, tally: Tally) {
  const kinds = [
    () => guessCard(origin, some(symbols, 10), 'a card', tally),
    () => guessCard(origin, held.byPin.code.slice(0, 4) + some(symbols, 6), 'a card that begins as the right one', tally),
    () => guessPin(origin, held.byPin, tally),
    () => guessPictures(origin, held.byPictures, tally),
    () => guessCode(origin, tally)
  ];
  const mine = kinds[at % kinds.length];
  while (mine && performance.now() < until) await mine();
}

async function guessCard(origin: string, code: string, kind: string, tally: Tally): Promise<void> {
  const answer = await entersWith(origin, code);
  count(tally, kind, answer.status, visitIn(answer) !== undefined);
}

/** Whoever holds the card opens it and tries one number; where the card is wanted again, it is opened again. */
async function guessPin(origin: string, { code }: Known, tally: Tally): Promise<void> {
  const cookie = visitIn(await entersWith(origin, code));
  const form = { kind: 'pin', pin: some('0123456789', 6) };
  const answer = await asBrowser(origin, '/sign-in/secret?/check&next=/me', { form, cookie });
  if (form.pin !== pin) count(tally, 'a PIN, with the card', answer.status, answer.location === '/me');
}

async function guessPictures(origin: string, { code }: Known, tally: Tally): Promise<void> {
  const cookie = visitIn(await entersWith(origin, code));
  let picked = '';
  for (let step = 0; step < names.length; step += 1) {
    const pick = pictureNames[Math.floor(Math.random() * pictureNames.length)] ?? 'dog';
    const answer = await asBrowser(origin, '/sign-in/secret?/check&next=/me', {
      form: { kind: 'pictures', picked, pick },
      cookie
    });
    picked = /name="picked" value="([^"]+)"/.exec(answer.body)?.[1] ?? '';
    if (step === names.length - 1) count(tally, 'pictures, with the card', answer.status, answer.location === '/me');
  }
}

async function guessCode(origin: string, tally: Tally): Promise<void> {
  const asked = await asBrowser(origin, '/views/in?/ask', { form: { address: `${some(symbols, 8)}@post.example` } });
  const cookie = asked.cookies.at(0);
  const answer = await asBrowser(origin, '/views/in/code?/use', { form: { code: some('0123456789', 8) }, cookie });
  count(tally, 'a code of eight digits', answer.status, visitIn(answer) !== undefined);
}

/** By the card alone: comes in, opens "Tell now", writes, sends. Ms that it took; null: it did not arrive. */
async function sends(ctx: Context, origin: string, { id, code }: Known, words: string): Promise<number | null> {
  const began = performance.now();
  const cookie = visitIn(await entersWith(origin, code));
  const page = await asBrowser(origin, '/me/ask/tell', { cookie });
  const submission = /name="id" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const whose = /name="whose" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const field = /<textarea[^>]* name="([^"]+)"/.exec(page.body)?.[1] ?? '';
  await asBrowser(origin, '/me/ask/tell?/send', { form: { id: submission, whose, [field]: words }, cookie });
  const row = await ctx.db
    .selectFrom('requests')
    .select('id')
    .where('child_id', '=', id)
    .where('submission_id', '=', submission)
    .executeTakeFirst();
  return row ? performance.now() - began : null;
}

/** Both children send, one after the other, until the time is over. */
async function sendsMeanwhile(app: App, origin: string, held: readonly Known[], until: number) {
  const took: (number | null)[] = [];
  for (let at = 0; performance.now() < until; at += 1)
    for (const child of held) took.push(await sends(command(app), origin, child, `Please ring me, ${at}.`));
  return took;
}

/** Thirty children of one home open their cards and give their PINs, all at once from one address. */
async function comeInTogether(origin: string, home: readonly Known[]): Promise<{ in: number; ms: number }> {
  const began = performance.now();
  const all = await Promise.all(
    home.map(async ({ code }) => {
      const cookie = visitIn(await entersWith(origin, code));
      const answer = await asBrowser(origin, '/sign-in/secret?/check&next=/me', { form: { kind: 'pin', pin }, cookie });
      return answer.location === '/me';
    })
  );
  return { in: all.filter(Boolean).length, ms: performance.now() - began };
}

const place = await newPlace('sign-in');
try {
  const app = await openPlace(place);
  const children = await seedChildren(app, await seedStaff(app, 1), 34);
  const home: Known[] = [];
  for (const { id } of children.slice(0, 30)) home.push(await withCard(app, id, { kind: 'pin', pin }));
  const byPin = await withCard(app, children[30]?.id ?? '', { kind: 'pin', pin });
  const byPictures = await withCard(app, children[31]?.id ?? '', { kind: 'pictures', names });
  const service = await startService(place);
  const { origin } = place;

  const tally: Tally = { tries: 0, in: 0, failed: 0, by: new Map() };
  const until = performance.now() + seconds * 1000;
  const guessing = Array.from({ length: guessers }, (_, at) => guess(origin, at, { byPin, byPictures }, until, tally));
  const took = await sendsMeanwhile(app, origin, [byPin, byPictures], until);
  await Promise.all(guessing);
  for (const [name, many] of [...tally.by].sort()) console.log(`      ${name}: ${many}`);
  const arrived = took.filter((one) => one !== null);
  const { p50, most } = spread(arrived);
  say(tally.in === 0, `${tally.tries} guesses in ${seconds} s by ${guessers} at once: ${tally.in} got in`);
  say(tally.failed === 0, `answers of 500 and above: ${tally.failed}`);
  say(
    arrived.length === took.length && took.length > 0,
    `sent meanwhile by the two children whose cards are held: ${arrived.length} of ${took.length}, p50 ${(p50 / 1000).toFixed(1)} s, slowest ${(most / 1000).toFixed(1)} s for coming in, writing and sending`
  );
  const together = await comeInTogether(origin, home);
  say(
    together.in === home.length && together.ms < 60_000,
    `${together.in} of ${home.length} children behind one address came in, in ${(together.ms / 1000).toFixed(1)} s`
  );
  const last = children[32]?.id ?? '';
  const { code } = await makeCard(command(app), last);
  for (const { right, line } of await replays(app, origin, { id: last, code })) say(right, line);
  await service.stop();
  await app.close();
  console.log(
    `\n${failed === 0 ? 'Nothing got in, and nobody was kept out' : `${failed} FAULTS`}; load ${loadavg()[0]?.toFixed(1)}.`
  );
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  clearAway(place);
}
