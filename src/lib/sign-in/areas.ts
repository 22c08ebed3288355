import type { Actor } from '#lib/context.ts';

/**
 * Who may knock at which door: one entry for every route and every action. One that is not listed stops the start
 * (hooks.server.ts); a test reads the built routes against it. Rooms ask again for themselves (permissions.ts).
 */
export type Area =
  /** Anybody. */
  | 'open'
  /** A child, by the card alone or with PIN or pictures. */
  | 'child'
  /** A parent, carer or professional who was asked. */
  | 'contributor'
  /** A worker who is signed in. */
  | 'staff'
  /** Anybody who is signed in. */
  | 'signed-in'
  /** Anybody, but only while the demo runs: elsewhere it does not exist. */
  | 'demo'
  /** Anybody, in the demo and in tests: pictures of every part. */
  | 'gallery';

/** Where each kind of person is at home. */
export const homes: Readonly<Record<Actor['kind'], string>> = {
  visitor: '/',
  child: '/me',
  contributor: '/views',
  staff: '/staff',
  command: '/',
  job: '/'
};

export type Door = Readonly<{
  area: Area;
  actions?: readonly string[];
  methods?: readonly string[];
  /** Open also to a worker who came by a link and sets up their ways to sign in: nothing else of `staff` is. */
  setUp?: true;
}>;

export const doors: Readonly<Record<string, Door>> = {
  '/[...elsewhere]': { area: 'open' },
  '/(front)': { area: 'open', actions: ['card', 'device'] },
  '/blank': { area: 'open' },
  '/c': { area: 'open' },
  '/changed': { area: 'open', actions: ['default'] },
  '/demo/be/[who]': { area: 'demo', methods: ['GET'] },
  '/demo/post': { area: 'demo' },
  '/family': { area: 'open', actions: ['send'] },
  '/gallery': { area: 'gallery' },
  '/gallery/questions': { area: 'gallery' },
  '/gallery/staff': { area: 'gallery' },
  '/given/[id]': { area: 'open' },
  '/guide': { area: 'open' },
  '/guide/[who]': { area: 'open' },
  '/help': { area: 'open' },
  '/helpful': { area: 'open', methods: ['POST'] },
  '/leave': { area: 'open', methods: ['GET', 'POST'] },
  '/lock': { area: 'open', methods: ['POST'] },
  '/manifest.webmanifest': { area: 'open', methods: ['GET'] },
  '/me': { area: 'child', actions: ['band'] },
  '/me/ask': { area: 'child' },
  '/me/ask/[way]': { area: 'child', actions: ['send'] },
  '/me/asked/[id]': { area: 'child', actions: ['back'] },
  '/me/back': { area: 'child', actions: ['give'] },
  '/me/check': { area: 'child', actions: ['send'] },
  '/me/know': { area: 'child' },
  '/me/know/[guide]': { area: 'child' },
  '/me/know/all': { area: 'child' },
  '/me/language': { area: 'child', actions: ['choose'] },
  '/me/look': { area: 'child', actions: ['save'] },
  '/me/looked': { area: 'child' },
  '/me/meet': { area: 'child', actions: ['call'] },
  '/me/meet/talk': { area: 'child', actions: ['send', 'take', 'cancel'] },
  '/me/now': { area: 'child', actions: ['send'] },
  '/me/phone': { area: 'child', actions: ['choose'] },
  '/me/rate': { area: 'child', actions: ['later', 'never', 'again'] },
  '/me/rate/[page]': { area: 'child', actions: ['next', 'skip', 'send'] },
  '/me/said': { area: 'child' },
  '/me/say': { area: 'child', actions: ['start'] },
  '/me/say/[page]': { area: 'child', actions: ['next', 'skip', 'back', 'more', 'add', 'draft'] },
  '/me/sent': { area: 'child' },
  '/me/welcome': { area: 'child', actions: ['done'] },
  '/me/who': { area: 'child', actions: ['next', 'back'] },
  '/me/write': { area: 'child', actions: ['send', 'late'] },
  '/offline': { area: 'open' },
  '/photo/[id]': { area: 'signed-in', methods: ['GET'] },
  '/readyz': { area: 'open', methods: ['GET'] },
  '/sign-in/link/[token]': { area: 'open', actions: ['use'] },
  '/sign-in/secret': { area: 'child', actions: ['choose', 'check', 'later', 'device'] },
  '/sign-in/back': { area: 'open', methods: ['GET'] },
  '/sign-in/first/[token]': { area: 'open', actions: ['begin'] },
  '/sign-in/staff': { area: 'open', actions: ['begin', 'finish', 'council'] },
  '/sign-in/staff/passphrase': { area: 'open', actions: ['use'] },
  '/sign-in/staff/recovery': { area: 'open', actions: ['use'] },
  '/staff': { area: 'staff' },
  '/staff/break-glass': { area: 'staff', actions: ['find', 'ask'] },
  '/staff/break-glass/[id]': { area: 'staff', actions: ['end', 'seen'] },
  '/staff/break-glass/[id]/decide': { area: 'staff', actions: ['approve', 'refuse'] },
  '/staff/break-glass/worry/[id]': { area: 'staff', actions: ['take'] },
  '/staff/call-backs/[id]': { area: 'staff', actions: ['note'] },
  '/staff/cards': { area: 'staff' },
  '/staff/children': { area: 'staff' },
  '/staff/children/[id]': { area: 'staff', actions: ['hello'] },
  '/staff/children/[id]/ask': { area: 'staff', actions: ['send'] },
  '/staff/children/[id]/card': {
    area: 'staff',
    actions: ['ask', 'decide', 'end', 'check', 'renew', 'watch', 'hand']
  },
  '/staff/children/[id]/card/new': { area: 'staff', methods: ['POST'] },
  '/staff/children/[id]/enter/[contact]': { area: 'staff', actions: ['save', 'add'] },
  '/staff/children/[id]/hand-over': { area: 'staff', actions: ['save'] },
  '/staff/children/[id]/looked': { area: 'staff' },
  '/staff/children/[id]/people': { area: 'staff', actions: ['everybody', 'again', 'add', 'hidden', 'words', 'clear', 'venue'] },
  '/staff/children/[id]/people/[contact]': { area: 'staff', actions: ['ask', 'again', 'withdraw', 'details'] },
  '/staff/children/[id]/views': { area: 'staff', actions: ['open'] },
  '/staff/children/[id]/views/print': { area: 'staff' },
  '/staff/desk': { area: 'staff', actions: ['take'] },
  '/staff/guides': { area: 'staff' },
  '/staff/guides/[place]': { area: 'staff', actions: ['look', 'save', 'back'] },
  '/staff/letters/[id]': { area: 'staff', actions: ['post'] },
  '/staff/letters/[id]/form': { area: 'staff' },
  '/staff/letters/[id]/pdf': { area: 'staff', methods: ['GET'] },
  '/staff/confirm': { area: 'staff', actions: ['begin', 'finish', 'council', 'passphrase'] },
  '/staff/not-told': { area: 'staff', actions: ['end', 'aside'] },
  '/staff/me': { area: 'staff', actions: ['save'] },
  '/staff/messages/[id]': { area: 'staff', actions: ['answer'] },
  '/staff/messages/copy/[id]': { area: 'staff', actions: ['done'] },
  '/staff/messages/late/[id]': { area: 'staff', actions: ['done'] },
  '/staff/passkeys': {
    area: 'staff',
    setUp: true,
    actions: ['begin', 'finish', 'codes', 'remove', 'leave', 'unset', 'council', 'join']
  },
  '/staff/passphrase': { area: 'staff', setUp: true, actions: ['keep'] },
  '/staff/sessions': { area: 'staff', actions: ['end', 'others', 'seen'] },
  '/staff/ratings': { area: 'staff' },
  '/staff/ratings/changed': { area: 'staff', actions: ['add', 'end'] },
  '/staff/ratings/pages': { area: 'staff' },
  '/staff/ratings/words': { area: 'staff', actions: ['release', 'keep'] },
  '/staff/workers': { area: 'staff', actions: ['add', 'everybody'] },
  '/staff/workers/[id]': { area: 'staff', actions: ['link', 'roles', 'disable', 'enable', 'visits'] },
  '/staff/requests/[id]': { area: 'staff', actions: ['answer', 'done', 'have'] },
  '/staff/cover': { area: 'staff', actions: ['enter', 'end'] },
  '/staff/cover/move': { area: 'staff', actions: ['move'] },
  '/staff/cover/rota': { area: 'staff', actions: ['add', 'remove'] },
  '/staff/morning': { area: 'staff' },
  '/staff/talks/[id]': { area: 'staff', actions: ['set', 'offer', 'came', 'seen'] },
  '/staff/team': { area: 'staff' },
  '/staff/team/unusual': { area: 'staff' },
  '/staff/views/[id]': { area: 'staff', actions: ['note', 'told', 'done'] },
  '/staff/views/[id]/print': { area: 'staff' },
  '/team': { area: 'open' },
  '/team/photo/[id]': { area: 'open', methods: ['GET'] },
  '/views': { area: 'contributor' },
  '/views/about': { area: 'contributor', actions: ['others'] },
  '/views/ask': { area: 'contributor' },
  '/views/ask/[way]': { area: 'contributor', actions: ['send'] },
  '/views/asked/[id]': { area: 'contributor' },
  '/views/check': { area: 'contributor', actions: ['send'] },
  '/views/in': { area: 'open', actions: ['letter', 'ask'] },
  '/views/in/[link]': { area: 'open', actions: ['send'] },
  '/views/in/code': { area: 'open', actions: ['use'] },
  '/views/in/which': { area: 'contributor', actions: ['choose'] },
  '/views/language': { area: 'contributor', actions: ['choose'] },
  '/views/part/[page]': { area: 'contributor', actions: ['next', 'list', 'add', 'draft'] },
  '/views/rate': { area: 'contributor', actions: ['send', 'later'] },
  '/views/sent': { area: 'contributor' },
  '/views/write': { area: 'contributor', actions: ['send'] }
};

/**
 * Where a child is who holds a worker's own device for one form (src/lib/sign-in/devices/kiosk.server.ts): the form, help, and the way
 * back. Everything else, Back and the address bar too, leads to the form.
 */
const whileHanded: readonly string[] = [
  ...(['/me/say', '/me/say/[page]', '/me/who', '/me/check', '/me/now', '/me/back', '/given/[id]'] as const),
  ...([
    '/help',
    '/helpful',
    '/leave',
    '/blank',
    '/photo/[id]',
    '/changed',
    '/offline',
    '/manifest.webmanifest',
    '/readyz'
  ] as const),
  '/demo/be/[who]'
];
export const isWhileHanded = (route: string): boolean =>
  whileHanded.includes(route) || (route.startsWith('/sign-in/') && route !== '/sign-in/secret');

/** Where people write. What is posted there after the visit ran out is saved, or sent, all the same. */
const writing: readonly string[] = [
  ...['/me/say/[page]', '/me/who', '/me/check', '/me/ask/[way]', '/me/meet/talk', '/me/now', '/me/rate/[page]', '/me/write'],
  ...['/views/part/[page]', '/views/ask/[way]', '/views/rate', '/views/write', '/lock']
];
export const isForWriting = (route: string | null, { searchParams }: Pick<URL, 'searchParams'>): boolean =>
  writing.includes(route ?? '') && (alone[route ?? ''] ?? []).every((action) => searchParams.has(action));

/** Where only one action writes: the others say nothing that would be lost, and are for whoever is in. */
const alone: Readonly<Record<string, readonly string[]>> = { '/me/meet/talk': ['/send'] };

/** Where what was kept of a page stands in its form again. The others have drafts. */
const givesBack: readonly string[] = [
  ...['/me/ask/[way]', '/me/meet/talk', '/me/now', '/me/write'],
  ...['/views/ask/[way]', '/views/write']
];
export const isGivenBack = (route: string | null): boolean => givesBack.includes(route ?? '');

/** A page that a child's device keeps for when there is no signal (src/service-worker.ts). */
export const isKept = (route: string | null, url: URL): boolean =>
  route === '/offline' || (route === '/guide/[who]' && url.searchParams.has('kept'));

/** Where workers come in: those pages are English. */
export const isForWorkers = (route: string | null): boolean => route !== null && /^\/(staff|sign-in\/(staff|link))/.test(route);

/** Where adults come in who are asked about a child: an adult's sizes before anybody is known. */
export const isForAdults = (route: string | null): boolean => route !== null && /^\/(views|family)/.test(route);

/** What one route really offers, as found in its files. */
export type Offered = Readonly<{ route: string; actions: readonly string[]; methods: readonly string[] }>;

/** Every difference between what is offered and what is listed, in words; empty is good. */
export function undeclared(offered: readonly Offered[], listed: Readonly<Record<string, Door>> = doors): string[] {
  const faults: string[] = [];
  for (const { route, actions, methods } of offered) {
    const door = listed[route];
    if (!door) {
      faults.push(`${route} is not in src/lib/sign-in/areas.ts: say who may knock`);
      continue;
    }
    for (const action of actions)
      if (!door.actions?.includes(action)) faults.push(`${route}?/${action} is not in src/lib/sign-in/areas.ts`);
    for (const method of methods)
      if (!door.methods?.includes(method)) faults.push(`${method} ${route} is not in src/lib/sign-in/areas.ts`);
    for (const action of door.actions ?? [])
      if (!actions.includes(action)) faults.push(`src/lib/sign-in/areas.ts lists ${route}?/${action}, which is not there`);
    for (const method of door.methods ?? [])
      if (!methods.includes(method)) faults.push(`src/lib/sign-in/areas.ts lists ${method} ${route}, which is not there`);
  }
  const there = new Set(offered.map(({ route }) => route));
  for (const route of Object.keys(listed))
    if (!there.has(route)) faults.push(`src/lib/sign-in/areas.ts lists ${route}, which is not there`);
  return faults;
}
