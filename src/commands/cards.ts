import { open, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { childCards } from '#lib/children/children.server.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { findSourced, sourced } from '#lib/imports/finding.server.ts';
import type { App } from '#lib/server/app.ts';
import { cardSheet, type PrintedCard } from '#lib/sign-in/cards/card-sheet.ts';
import { childrenWithCard, makeCard } from '#lib/sign-in/cards/cards.server.ts';
import { wordsFor, type Words } from '#locales/words.ts';
import { sentenceFor, Unable } from './command.ts';

export const usage = 'heard cards --child CASEID [CASEID…] | --all  [--single] --out FILE.html';

type Child = Readonly<{ id: string; reference: string }>;
type Layout = 'sheet' | 'single';
/** `stopped`: why not all were made, as a sentence. */
type Printed = Readonly<{ made: number; stopped: string | null }>;
const contextOf = (app: App) => app.context({ kind: 'command', id: 'cards', assurance: 'host' });

/**
 * Makes cards and a file to print them from. With `--child` the card a child had before ends; `--all` makes one for
 * every child in care who has none. The codes are in that file and nowhere else. Returns 1 when an error stopped it after
 * some were made: those are in the file all the same.
 */
export async function run(args: readonly string[], app: App, out: (line: string) => void): Promise<number> {
  try {
    const asked = understand(args);
    const children = asked.all ? await withoutCard(app) : await named(app, asked.cases);
    if (children.length === 0) {
      out('Every child in care has a card. To replace one: heard cards --child CASEID --out FILE.html');
      return 0;
    }
    const { made, stopped } = await print(app, children, asked);
    out(`${made} ${made === 1 ? 'card is' : 'cards are'} in ${asked.file}.`);
    out('Print it, give each card by hand, then delete the file: the codes are kept nowhere else.');
    if (stopped === null) return 0;
    out(`${stopped} ${children.length - made} of ${children.length} were not made: ask for them again, into another file.`);
    return 1;
  } catch (error) {
    out(sentenceFor(error));
    return 2;
  }
}

function understand(args: readonly string[]) {
  const yes = { type: 'boolean' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { child: { type: 'string', multiple: true }, all: yes, single: yes, out: { type: 'string' } }
    });
    const cases = [...(values.child ?? []), ...positionals];
    const all = values.all === true;
    if (!values.out || all === cases.length > 0) throw new Unable(`Say whose cards, and into which file: ${usage}`);
    return { cases, all, file: values.out, layout: values.single ? ('single' as const) : ('sheet' as const) };
  } catch (error) {
    if (error instanceof Unable) throw error;
    throw new Unable(`${error instanceof Error ? error.message : ''}\n${usage}`);
  }
}

async function named(app: App, cases: readonly string[]): Promise<Child[]> {
  const found: Child[] = [];
  for (const one of new Set(cases)) {
    const child = await findSourced(contextOf(app), 'child', one);
    if (!child) throw new Unable(`There is no child under ${one}. No card was made.`);
    found.push({ id: child.recordId, reference: child.key });
  }
  return found;
}

async function withoutCard(app: App): Promise<Child[]> {
  const all = (await sourced(contextOf(app), 'child')).map(({ recordId, key }) => ({
    id: recordId,
    reference: key
  }));
  const has = await childrenWithCard(
    contextOf(app),
    all.map(({ id }) => id)
  );
  const cards = await childCards(
    contextOf(app),
    all.map(({ id }) => id)
  );
  return all.filter(({ id }) => !has.has(id) && cards.get(id)?.status === 'in-care');
}

/** Makes the cards and their file. Returns how many there are, and why it stopped before the last, if it did. */
async function print(app: App, children: readonly Child[], { file, layout }: { file: string; layout: Layout }): Promise<Printed> {
  // First the file, then the cards: a card without paper is a card nobody can use.
  const paper = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new Unable(error.code === 'EEXIST' ? `${file} exists already: choose another name.` : `${file} could not be written.`);
  });
  const cards: PrintedCard[] = [];
  try {
    const { product } = await councilSettings(contextOf(app));
    const words = wordsFor({ language: 'en', values: { product } });
    const stopped = await make(app, children, words, cards);
    const { language, direction } = words;
    await paper.writeFile(
      cardSheet(cards, { say: words.section('cards'), product, origin: app.settings.origin, language, direction }, layout)
    );
    await paper.close();
    return { made: cards.length, stopped };
  } catch (error) {
    await paper.close().catch(() => undefined);
    await rm(file, { force: true });
    throw cards.length > 0 ? unprinted(file, children.slice(0, cards.length)) : error;
  }
}

/** Puts each card made into `cards`. The cards before have ended the old ones, so an error stops it and undoes nothing. */
async function make(app: App, children: readonly Child[], words: Words, cards: PrintedCard[]): Promise<string | null> {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'long' }).format(app.clock.now());
  for (const { id, reference } of children) {
    try {
      const { code } = await makeCard(contextOf(app), id);
      cards.push({ code, strip: words.t('cards:strip', { reference, day }) });
    } catch (error) {
      if (cards.length === 0) throw error;
      return `It stopped at ${reference}: ${sentenceFor(error)}`;
    }
  }
  return null;
}

/** These have a new card, their old one is over, and no paper has the code. */
const unprinted = (file: string, children: readonly Child[]) =>
  new Unable(
    `${file} could not be written, after ${children.length} ${children.length === 1 ? 'card was' : 'cards were'} made. ` +
      `Nobody has these codes; make the cards again: heard cards --child ${children.map(({ reference }) => reference).join(' ')} --out FILE.html`
  );
