import { setWelcomed } from '#lib/children/looks.server.ts';
import { openDraft, savePage } from '#lib/consultations/drafts.server.ts';
import { saveViews } from '#lib/consultations/contributor-drafts.server.ts';
import { sendViews } from '#lib/consultations/contributor-sending.server.ts';
import { send } from '#lib/consultations/sending.server.ts';
import type { Actor, Context } from '#lib/context.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import type { App } from '#lib/server/app.ts';
import { doors } from '#lib/sign-in/areas.ts';
import { giveBack, handOver } from '#lib/sign-in/devices/kiosk.server.ts';
import { startChildSession, startContributorSession } from '#lib/sign-in/sign-in.server.ts';
import { askAbout, adultPageOf } from '#lib/requests/asking-about.server.ts';
import { sendRequest } from '#lib/requests/sending.server.ts';
import { adultForm } from '#forms/forms.ts';
import { askAbout as askAboutForm } from '#forms/ask-about.ts';
import { viewsMid } from '#forms/views-8-11.ts';
import { wordsFor } from '#locales/words.ts';
import { askedBeside, iroOf } from './asked-beside.ts';
import { childActor, staffActor, visitor } from './app.ts';
import { heldBeside } from './rated-beside.ts';
import { canary } from './canaries.ts';
import type { RunningDemo } from './server.ts';

/**
 * Who stands on a screen: nobody yet, a child who writes, has sent, or was handed a worker's device; an adult who writes, has
 * sent, or is asked about two.
 */
export type Stands = 'nobody' | 'writes' | 'sent' | 'handed' | 'adult' | 'adultSent' | 'adultTwice';

/** One screen: who stands on it, its address, and how it is reached when an address alone does not reach it. */
export type Leaving = Readonly<{ as: Stands; path: string; by?: 'words of somebody else' }>;

export type People = Readonly<{
  /** A visit begun now; what the browser's cookie holds. Null: nobody. */
  cookieOf(who: Stands): Promise<string | null>;
  /** The home of whoever stands there. */
  homeOf(who: Stands): string;
  /** Route to the screen on which it is looked at. */
  screens: Readonly<Record<string, Leaving>>;
  /** Names and words, none of which may show once somebody has left. */
  personal: readonly string[];
}>;

/** Routes that somebody passes who is neither a child nor asked about one, or that are no page: nobody has to leave them. */
const others =
  /^\/(blank|leave|lock|helpful|demo|gallery|manifest|readyz|photo|team\/photo|staff|admin|api|sign-in\/(staff|link|first|back))(\/|$|\.)/;

/** Every page of a child and of an adult who was asked, and the open ones on their way. */
export const routesToLeave = (): string[] =>
  Object.entries(doors)
    .filter(([route, { area }]) => ['child', 'contributor', 'open'].includes(area) && !others.test(route))
    .map(([route]) => route);

const english = wordsFor({ language: 'en', values: { child: 'Fern', iro: 'Sam' } });

/** A child of nine who writes, one who has sent, and three adults: each where every screen of theirs has something to show. */
export async function peopleWhoLeave(app: App, demo: RunningDemo): Promise<People> {
  const [name, words] = [`Q${canary()}`, canary()];
  const asked = (how: { child: string; name: string; childId?: string }) =>
    askedBeside(demo, { ...how, relation: 'mother', email: `${how.name.toLowerCase()}@post.example` });
  const adult = await asked({ child: name, name: `Mother${canary()}` });
  const sent = await asked({ child: `Q${canary()}`, name: `Other${canary()}` });
  // One after the other: each opens the database for itself.
  const twice = await asked({ child: 'Two', name: 'Twice' });
  await asked({ child: 'Three', name: 'Twice' });
  const visits = { adult, adultSent: sent, adultTwice: twice };
  await childWrites(app.context(childActor(adult.childId)), adult.childId, words);
  const request = await childSends(app.context(childActor(sent.childId)), sent.childId, words);
  const askedAbout = await adultSends(app, visits.adultSent, words);
  for (const { childId } of [adult, sent]) await setWelcomed(app.context(childActor(childId)), childId);
  // So that there is something to say how it went.
  await heldBeside(demo, adult.childId);
  const handed = await handOver(app.context(staffActor(iroOf(demo))), sent.childId);
  const given = await giveBack(app.context(handed.actor), true);
  const cookieOf = async (who: Stands): Promise<string | null> => {
    const ctx = app.context(visitor);
    if (who === 'nobody') return null;
    if (who === 'handed') return (await handOver(app.context(staffActor(iroOf(demo))), adult.childId)).token;
    if (who === 'writes' || who === 'sent') {
      const { childId } = who === 'writes' ? adult : sent;
      return (await startChildSession(ctx, { childId, assurance: 'secret', device: 'shared' })).token;
    }
    const { contactId, childId } = visits[who];
    return (await startContributorSession(ctx, { contactId, childId, assurance: 'email' })).token;
  };
  const homeOf = (who: Stands) => homes[who];
  const said = viewsMid.pages.find(({ questions }) => questions.some(({ kind }) => kind === 'text'));
  return {
    cookieOf,
    homeOf,
    screens: screensAt({ page: said?.code ?? '', request, askedAbout, given }),
    personal: [name, words, 'How are things', 'Before you start']
  };
}

const homes: Readonly<Record<Stands, string>> = {
  nobody: '/',
  writes: '/me',
  sent: '/me',
  handed: '/me/say',
  adult: '/views',
  adultSent: '/views',
  adultTwice: '/views'
};

/** The routes that `screens` leads to, whoever stands there. */
export const knownRoutes = (): string[] => Object.keys(screensAt({ page: '', request: '', askedAbout: '', given: '' }));

const screensAt = (at: { page: string; request: string; askedAbout: string; given: string }): Record<string, Leaving> => ({
  '/[...elsewhere]': { as: 'writes', path: '/not-a-page' },
  '/(front)': { as: 'nobody', path: '/' },
  '/c': { as: 'nobody', path: '/c' },
  '/changed': { as: 'writes', path: `/me/say/${at.page}`, by: 'words of somebody else' },
  '/family': { as: 'nobody', path: '/family' },
  '/given/[id]': { as: 'nobody', path: `/given/${at.given}` },
  '/guide': { as: 'nobody', path: '/guide' },
  '/guide/[who]': { as: 'nobody', path: '/guide/mid' },
  '/help': { as: 'adult', path: '/help' },
  '/offline': { as: 'nobody', path: '/offline' },
  '/team': { as: 'writes', path: '/team' },
  ...here('writes', [
    '/me',
    '/me/ask',
    '/me/check',
    '/me/language',
    '/me/rate',
    '/me/look',
    '/me/meet',
    '/me/meet/talk',
    '/me/now',
    '/me/say',
    '/me/who',
    '/me/write'
  ]),
  ...here('writes', ['/me/phone', '/me/welcome', '/me/know', '/me/know/all']),
  '/me/know/[guide]': { as: 'writes', path: '/me/know/mine' },
  ...here('handed', ['/me/back']),
  ...here('sent', ['/me/looked', '/me/said', '/me/sent']),
  '/me/ask/[way]': { as: 'writes', path: '/me/ask/tell' },
  '/me/asked/[id]': { as: 'sent', path: `/me/asked/${at.request}` },
  '/me/rate/[page]': { as: 'writes', path: '/me/rate/r03' },
  '/me/say/[page]': { as: 'writes', path: `/me/say/${at.page}` },
  '/sign-in/secret': { as: 'writes', path: '/sign-in/secret?phone=ask' },
  ...here('adult', ['/views', '/views/about', '/views/ask', '/views/check', '/views/language', '/views/rate', '/views/write']),
  '/views/ask/[way]': { as: 'adult', path: '/views/ask/sooner' },
  '/views/asked/[id]': { as: 'adultSent', path: `/views/asked/${at.askedAbout}` },
  '/views/part/[page]': { as: 'adult', path: '/views/part/p01' },
  '/views/sent': { as: 'adultSent', path: '/views/sent' },
  '/views/in': { as: 'nobody', path: '/views/in' },
  '/views/in/[link]': { as: 'nobody', path: `/views/in/${'x'.repeat(38)}` },
  '/views/in/code': { as: 'nobody', path: '/views/in/code' },
  '/views/in/which': { as: 'adultTwice', path: '/views/in/which' }
});

const here = (as: Stands, paths: readonly string[]): Record<string, Leaving> =>
  Object.fromEntries(paths.map((path) => [path, { as, path }]));

async function childWrites(ctx: Context, childId: string, words: string): Promise<string> {
  const draft = await openDraft(ctx, {
    childId,
    reviewId: await reviewOf(ctx, childId),
    form: viewsMid,
    band: '8-11',
    language: 'en'
  });
  const page = viewsMid.pages.find(({ questions }) => questions.some(({ kind }) => kind === 'text'));
  const question = page?.questions.find(({ kind }) => kind === 'text');
  if (!page || !question) throw new Error('the form for 8 to 11 asks for no words');
  const asked = askedOf(english, viewsMid, page, question, '8-11');
  const answers = { [question.code]: { answer: { value: words, unsure: false }, asked } };
  await savePage(ctx, draft.id, viewsMid, { page: page.code, answers });
  return draft.id;
}

/** Sends, and asks to talk; gives the request's id. */
async function childSends(ctx: Context, childId: string, words: string): Promise<string> {
  const draftId = await childWrites(ctx, childId, words);
  const about = { draftId, form: viewsMid, reviewId: await reviewOf(ctx, childId), reviewOn: null };
  await send(ctx, { ...about, asked: (page, question) => askedOf(english, viewsMid, page, question, '8-11') });
  const talk = { id: ctx.ids(), kind: 'talk', said: [], reviewOn: null, language: 'en', band: '8-11' } as const;
  return (await sendRequest(ctx, talk)).requestId;
}

/** Sends their views, and asks for a sooner meeting; gives the request's id. */
async function adultSends(app: App, { contactId, childId }: { contactId: string; childId: string }, words: string) {
  const actor: Actor = { kind: 'contributor', id: contactId, childId, sessionId: 'of this story', assurance: 'email' };
  const ctx = () => app.context(actor);
  const form = adultForm('parent');
  const page = form.pages.find(({ questions }) => questions.some(({ kind }) => kind === 'text'));
  const question = page?.questions.find(({ kind }) => kind === 'text');
  if (!page || !question) throw new Error('the form for parents asks for no words');
  const answer = { value: words, unsure: false };
  const given = { answer, restricted: [], asked: askedOf(english, form, page, question, 'adult') };
  const draft = await saveViews(ctx(), null, 'en', { page: page.code, answers: { [question.code]: given } });
  await sendViews(ctx(), draft.id);
  const asks = adultPageOf('early-review');
  const [why] = asks.questions;
  const said = [{ asked: askedOf(english, askAboutForm, asks, why, 'adult'), answer }];
  return (await askAbout(ctx(), childId, { id: ctx().ids(), kind: 'early-review', said, language: 'en' })).requestId;
}

const reviewOf = async (ctx: Context, childId: string): Promise<string | null> =>
  (await ctx.db.selectFrom('reviews').select('id').where('child_id', '=', childId).executeTakeFirst())?.id ?? null;
