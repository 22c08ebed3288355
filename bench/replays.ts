import { saveContact } from '#lib/children/children.server.ts';
import type { Context } from '#lib/context.ts';
import { codeOf } from '#lib/invitations/codes.server.ts';
import { invite } from '#lib/invitations/inviting.server.ts';
import { noWords } from '#lib/invitations/invitation.ts';
import { linkOf } from '#lib/invitations/sending.server.ts';
import type { App } from '#lib/server/app.ts';
import { makeLink } from '#lib/sign-in/workers/links.server.ts';
import { asBrowser, visitIn } from './post.ts';
import { command } from './seed.ts';

type Line = Readonly<{ right: boolean; line: string }>;
const line = (right: boolean, what: string): Line => ({ right, line: `${what}: ${right ? 'refused' : 'LET IN'}` });

/** What was used, opened or ended once, tried again. Each line says what and whether it was refused. */
export async function replays(app: App, origin: string, child: { id: string; code: string }): Promise<Line[]> {
  return [
    ...(await ofCookies(app, origin, child.code)),
    ...(await ofMailedLink(app, origin, child.id)),
    ...(await ofStaffLink(app, origin))
  ];
}

const isOut = (answer: { status: number; location: string }): boolean =>
  answer.status === 303 && answer.location.startsWith('/?');

async function ofCookies(app: App, origin: string, code: string): Promise<Line[]> {
  const come = async () => visitIn(await asBrowser(origin, '/?/card', { form: { code } }));
  const [left, chosen] = [await come(), await come()];
  await asBrowser(origin, '/leave', { form: {}, cookie: left });
  const afterLeaving = await asBrowser(origin, '/me', { cookie: left });
  const form = { kind: 'pin', pin: '937264' };
  const withPin = await asBrowser(origin, '/sign-in/secret?/choose&next=/me', { form, cookie: chosen });
  await asBrowser(origin, '/leave', { form: {}, cookie: visitIn(withPin) });
  const afterBoth = await asBrowser(origin, '/me/said', { cookie: visitIn(withPin) });
  // The visit by the card that went on with the PIN lasts half a minute more, as it was: it reads nothing.
  const byCard = await asBrowser(origin, '/me/said', { cookie: chosen });
  const stored = await app.database.db.selectFrom('sessions').select('id').executeTakeFirst();
  const byHash = await asBrowser(origin, '/me', { cookie: `s=${stored?.id ?? ''}` });
  return [
    line(isOut(afterLeaving), 'an old cookie after signing out'),
    line(isOut(afterBoth), 'the cookie of a visit with the PIN after signing out'),
    line(!byCard.body.includes('What you said'), 'reading with the cookie from before the PIN'),
    line(isOut(byHash), 'what the database keeps of a visit, used as a cookie')
  ];
}

/** The mother's link is opened by a scanner in every way a scanner has; then she uses it herself, and tries her code again. */
async function ofMailedLink(app: App, origin: string, childId: string): Promise<Line[]> {
  const { link, codeNow } = await motherIsAsked(app, childId);
  const path = `/views/in/${link}`;
  const head = await asBrowser(origin, path, { method: 'HEAD' });
  const get = await asBrowser(origin, path);
  const auto = await asBrowser(origin, `${path}?/send`, { form: {} });
  const scanner = auto.cookies.at(0);
  const scannersPage = await asBrowser(origin, '/views', { cookie: scanner });
  const lines = [
    line(visitIn(head) === undefined && visitIn(get) === undefined, 'a mailed link opened by HEAD and by GET'),
    line(
      visitIn(auto) === undefined && !scannersPage.body.includes('views/part'),
      'a mailed link opened and its form posted by a scanner'
    )
  ];
  const asked = await asBrowser(origin, `${path}?/send`, { form: {} });
  const code = await codeNow();
  const elsewhere = await asBrowser(origin, '/views/in/code?/use', { form: { code }, cookie: scanner });
  const used = await asBrowser(origin, '/views/in/code?/use', { form: { code }, cookie: asked.cookies.at(0) });
  const again = await asBrowser(origin, '/views/in/code?/use', { form: { code }, cookie: asked.cookies.at(0) });
  return [
    ...lines,
    line(visitIn(elsewhere) === undefined, 'her code in the browser of the scanner'),
    { right: visitIn(used) !== undefined, line: `herself, after all of that: ${visitIn(used) ? 'comes in' : 'KEPT OUT'}` },
    line(visitIn(again) === undefined, 'her code a second time')
  ];
}

async function motherIsAsked(app: App, childId: string) {
  const { db } = app.database;
  const { staff_id: iro } = await db
    .selectFrom('allocations')
    .select('staff_id')
    .where('child_id', '=', childId)
    .executeTakeFirstOrThrow();
  const ctx: Context = app.context({
    ...{ kind: 'staff', id: iro, sessionId: 'trial', assurance: 'passkey', stepUpUntil: null, roles: ['iro'] }
  });
  const contactId = await saveContact(command(app), {
    ...{ childId, relation: 'mother', name: 'Dawn', mayInvite: true, email: 'dawn@post.example' }
  });
  await invite(
    ctx,
    contactId,
    {
      part: 'invited',
      form: 'parent',
      role: null,
      way: 'email',
      language: 'en',
      tellsDay: true,
      tellsVenue: false,
      words: noWords
    },
    { offered: ['email', 'letter'], sure: { venue: true, note: null } }
  );
  const sending = await db.selectFrom('invitation_sendings').select('id').where('way', '=', 'email').executeTakeFirstOrThrow();
  const codeNow = async () => {
    const codes = db.selectFrom('entry_codes').select('id').where('invitation_id', 'is not', null);
    return codeOf(command(app), (await codes.orderBy('id', 'desc').executeTakeFirstOrThrow()).id);
  };
  return { link: linkOf(ctx, sending.id), codeNow };
}

async function ofStaffLink(app: App, origin: string): Promise<Line[]> {
  const { id } = await app.database.db.selectFrom('staff').select('id').executeTakeFirstOrThrow();
  const path = `/sign-in/link/${await makeLink(command(app), id)}`;
  const opened = [await asBrowser(origin, path, { method: 'HEAD' }), await asBrowser(origin, path)];
  const used = await asBrowser(origin, `${path}?/use`, { form: {} });
  const inbox = await asBrowser(origin, '/staff', { cookie: visitIn(used) });
  const again = await asBrowser(origin, `${path}?/use`, { form: {} });
  return [
    line(
      opened.every((one) => visitIn(one) === undefined),
      'a worker’s link opened by HEAD and by GET'
    ),
    line(inbox.status === 303, 'the inbox with nothing but a worker’s link'),
    line(visitIn(again) === undefined, 'a worker’s link a second time')
  ];
}
