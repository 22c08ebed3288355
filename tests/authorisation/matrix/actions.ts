import {
  everybodyAtAll,
  childs,
  contributors,
  everybodyMay,
  holders,
  managers,
  readers,
  workers,
  writers,
  type ActionRow
} from './row.ts';

const child = { rest: 'child' } as const;
const contributor = { rest: 'contributor' } as const;
const staff = { rest: 'staff' } as const;
const back = ['303 /'] as const;
const ofChild = { with: { id: 'child' }, may: holders, gives: ['303 /staff/children/'], ...staff } as const;
const ofParent = { with: { id: 'child', contact: 'parent' }, may: holders, gives: ['303 /staff/children/'], ...staff } as const;
const self = ['childByPin own', 'childOnOwnPhone own'] as const;
/** What is not theirs to send is not sent; they see what is. */
const goesBack = Object.fromEntries(writers.map((who) => [`${who} *`, '303 /me/check']));
/** What is no talk of theirs is as if it were over: they see what stands. */
const standsSo = Object.fromEntries(childs.map((who) => [`${who} *`, '303 /me/meet/talk']));
const looksAgain = Object.fromEntries(contributors.map((who) => [`${who} *`, '303 /views/check']));
/** Whoever has not just shown who they are does so first. */
const again = ['303 /staff/confirm'] as const;
const confirmsFirst = { 'managerNoStepUp *': '303 /staff/confirm' } as const;
const why = 'Nobody can be reached and it cannot wait.';
const oneWorker = { with: { id: 'worker' }, may: ['admin'], gives: ['303 /staff/workers/'], ...staff } as const;
/** What is asked of a child one has already, or twice, or of nobody; and what was decided before, or is one's own. */
const asksAgain = { 'breakGlass own': '400', 'breakGlass notYet': '303 /staff/break-glass' } as const;
const over = Object.fromEntries(managers.map((who) => [`${who} over`, '303 /staff/break-glass']));
const decided = {
  ...{ 'manager own': '409', 'manager over': '409', 'manager otherIro': '409' },
  ...{ 'breakGlass own': '409', 'breakGlass over': '409', 'breakGlass notYet': '409' },
  'managerNoStepUp *': '303 /staff/confirm'
} as const;
const decidedAlso = {
  ...{ 'manager own': '409', 'manager over': '409', 'manager otherIro': '409' },
  ...{ 'managerNoStepUp over': '303 /staff/confirm', 'managerNoStepUp otherIro': '303 /staff/confirm' },
  ...{ 'breakGlass own': '409', 'breakGlass over': '409', 'breakGlass notYet': '409' }
} as const;
const word = 'Something that is written here.';
const saying = {
  with: { page: 'b02' },
  form: { submission: '$draft', 'general-more': word },
  may: writers.map((who) => `${who} *`),
  keeps: 'either',
  ...child
} as const;
const guide = {
  with: { place: '8-11.rights.visitor.en' },
  form: { id: '$uuid', text: word },
  may: [...managers, 'admin'],
  ...staff
} as const;
const part = {
  with: { page: { parent: 'p01', carer: 'k01', professional: 'h01' } },
  form: { draft: '$parentDraft', overview: word, 'gone-well': word, agency: word },
  may: contributors.map((who) => `${who} *`),
  ...contributor
} as const;
/** A first sign-in with anything at all: refused in the words for a wrong one, and nobody is in. */
const wrong = { may: everybodyMay, gives: ['400'], keeps: true, rest: 'nothing' } as const;

/** Every named action: `route?/name`. Whoever may has done it and is sent on; for the rest nothing changes. */
export const actions: Readonly<Record<string, readonly ActionRow[]>> = {
  /* anybody */
  '/(front)?/card': [{ ...wrong, form: { code: 'not a card' } }],
  '/(front)?/device': [{ may: everybodyMay, gives: ['404'], keeps: true, rest: 'nothing' }],
  '/changed?/default': [{ may: everybodyAtAll, form: { wrote: word }, keeps: true, rest: 'nothing' }],
  '/family?/send': [
    {
      may: everybodyMay,
      form: { id: '$uuid', name: 'Jo', related: 'aunt', child: 'Somebody', phone: '01632 960001' },
      rest: 'nothing'
    }
  ],
  '/sign-in/link/[token]?/use': [{ ...wrong, may: everybodyAtAll, with: { token: 'nothing-of-ours' } }],
  '/sign-in/staff?/begin': [{ may: everybodyAtAll, keeps: true, rest: 'nothing' }],
  '/sign-in/staff?/council': [{ may: everybodyAtAll, gives: ['404', '400', '303 /sign-in/staff'], keeps: true, rest: 'nothing' }],
  '/sign-in/first/[token]?/begin': [
    { with: { token: 'nothing-of-ours' }, may: everybodyAtAll, gives: ['400', '404'], keeps: true, rest: 'nothing' }
  ],
  '/sign-in/staff/passphrase?/use': [{ may: everybodyAtAll, gives: ['400', '404'], keeps: 'either', rest: 'nothing' }],
  '/sign-in/staff/recovery?/use': [{ may: everybodyAtAll, gives: ['400'], keeps: 'either', rest: 'nothing' }],
  '/sign-in/staff?/finish': [{ ...wrong, may: everybodyAtAll, form: { answer: 'null' } }],
  '/views/in?/letter': [{ ...wrong, form: { letter: 'nothing of ours' } }],
  '/views/in?/ask': [
    { may: everybodyMay, gives: ['303 /views/in/code'], form: { address: 'nobody@post.example' }, rest: 'nothing' }
  ],
  '/views/in/[link]?/send': [
    { with: { link: 'nothing-of-ours' }, may: everybodyMay, gives: ['303 /views/in/code'], rest: 'nothing' }
  ],
  '/views/in/code?/use': [{ ...wrong, form: { code: '12345678' } }],

  /* the child */
  '/me?/band': [{ form: { band: '12-17' }, may: childs, gives: ['303 /me'], ...child }],
  '/me/ask/[way]?/send': [
    { with: { way: 'sooner' }, form: { id: '$uuid', 'sooner-why': word }, may: childs, gives: ['303 /me/asked/'], ...child }
  ],
  '/me/asked/[id]?/back': [
    { with: { id: 'request' }, may: ['childByPin own', 'childOnOwnPhone own'], gives: ['303 /me/asked/'], ...child },
    { with: { id: 'adultRequest' }, may: [], ...child }
  ],
  '/me/back?/give': [{ may: ['childHanded'], gives: ['303', '404'], keeps: 'either', ...child }],
  '/me/phone?/choose': [
    { form: { watched: 'yes' }, may: self, gives: ['303 /me'], ...child, else: { childByCard: '303 /sign-in/secret' } }
  ],
  '/me/check?/send': [
    { form: { submission: '$draft' }, may: [...self], gives: ['303 /me/sent', '303 /me'], ...child, else: goesBack }
  ],
  '/me/language?/choose': [{ form: { language: 'cy' }, may: childs, gives: ['303 /me'], ...child }],
  '/me/look?/save': [{ form: { theme: 'night' }, may: childs, gives: ['303 /me/look'], ...child }],
  '/me/meet?/call': [
    { form: { called: 'Sammy' }, may: self, gives: ['303 /me/meet'], ...child, else: { childByCard: '303 /sign-in/secret' } }
  ],
  '/me/meet/talk?/send': [
    { form: { id: '$uuid', way: 'phone', where: word }, may: childs, gives: ['303 /me/meet/talk'], ...child }
  ],
  '/me/meet/talk?/take': [
    {
      form: { talk: '$talk', time: '2026-01-05 10:00' },
      may: [],
      ...child,
      // What is offered no more: the same page, with how it stands now.
      else: { 'childByCard own': '303 /sign-in/secret', 'childByPin own': '400', 'childOnOwnPhone own': '400', ...standsSo }
    }
  ],
  '/me/meet/talk?/cancel': [{ form: { talk: '$talk' }, may: [...self], gives: ['303 /me/meet/talk'], ...child, else: standsSo }],
  '/me/now?/send': [{ form: { id: '$uuid', now: word }, may: writers, gives: ['303 /me/asked/', '303 /me/now'], ...child }],
  '/me/rate?/later': [{ may: childs, gives: ['303 /me'], keeps: 'either', ...child }],
  '/me/rate?/never': [{ may: childs, gives: ['303 /me'], keeps: 'either', ...child }],
  '/me/rate?/again': [{ may: childs, gives: ['303 /me/rate'], keeps: 'either', ...child }],
  '/me/rate/[page]?/next': [
    { with: { page: 'r03' }, form: { listened: 'good' }, may: childs, gives: ['303 /me/rate'], keeps: true, ...child }
  ],
  '/me/rate/[page]?/skip': [{ with: { page: 'r03' }, may: childs, gives: ['303 /me/rate'], keeps: true, ...child }],
  '/me/rate/[page]?/send': [
    { with: { page: 'r90' }, form: { box: word }, may: childs, gives: ['303 /me/rate', '409'], keeps: 'either', ...child }
  ],
  '/me/say?/start': [{ may: writers, gives: ['303 /me/'], keeps: 'either', ...child }],
  '/me/say/[page]?/next': [{ ...saying, gives: ['303 /me/'] }],
  '/me/say/[page]?/back': [{ ...saying, gives: ['303 /me/'] }],
  '/me/say/[page]?/more': [{ ...saying, gives: ['303 /me/'] }],
  '/me/say/[page]?/add': [{ ...saying, gives: ['303 /me/'] }],
  '/me/say/[page]?/skip': [{ ...saying, gives: ['303 /me/'] }],
  '/me/say/[page]?/draft': [saying],
  '/me/welcome?/done': [{ may: childs, gives: ['303 /me'], ...child }],
  '/me/who?/next': [{ ...saying, with: {}, gives: ['303 /me'] }],
  '/me/who?/back': [{ ...saying, with: {}, gives: ['303 /me'] }],
  '/me/write?/send': [
    { form: { id: '$uuid', 'write-words': word }, may: childs, gives: ['303 /me/write'], ...child },
    // Help comes first: nothing is sent yet; an answer on the page has been seen.
    { form: { id: '$uuid', 'write-words': word, 'write-soon': 'today' }, may: childs, keeps: 'either', ...child }
  ],
  '/me/write?/late': [
    {
      form: { message: '$lateMessage', to: 'manager' },
      may: childs.map((who) => `${who} own`),
      gives: ['303 /me/write'],
      keeps: 'either',
      ...child
    }
  ],
  '/sign-in/secret?/choose': [
    { form: { kind: 'pin', pin: '739518' }, may: childs, gives: ['303 /sign-in/secret', '303 /me'], keeps: 'either', ...child }
  ],
  '/sign-in/secret?/check': [
    { form: { kind: 'pin', pin: '739518' }, may: childs, gives: ['303 /me'], keeps: 'either', ...child },
    // A wrong one; whoever is in with the right one already is sent on, as by the page itself.
    { form: { kind: 'pin', pin: '739582' }, may: childs, gives: ['400', '303 /me'], keeps: 'either', ...child }
  ],
  '/sign-in/secret?/later': [{ may: childs, gives: ['303 /me'], keeps: true, ...child }],
  '/sign-in/secret?/device': [{ may: childs, gives: ['303 /me'], keeps: true, ...child }],

  /* parents, carers, professionals */
  '/views/about?/others': [{ may: contributors, gives: ['303 /views', '200'], keeps: 'either', ...contributor }],
  '/views/ask/[way]?/send': [
    {
      with: { way: 'sooner' },
      form: { id: '$uuid', 'about-sooner-why': word },
      may: contributors,
      gives: ['303 /views/asked/'],
      ...contributor
    }
  ],
  '/views/check?/send': [
    { form: { submission: '$parentDraft' }, may: ['parent own'], gives: ['303 /views/sent'], ...contributor, else: looksAgain }
  ],
  '/views/in/which?/choose': [
    { form: { invitation: '$invitation:parent' }, may: ['parent own'], gives: ['303 /views'], keeps: 'either', ...contributor }
  ],
  '/views/language?/choose': [{ form: { language: 'cy' }, may: contributors, gives: ['303 /views'], ...contributor }],
  '/views/rate?/later': [{ may: contributors, gives: ['303 /views'], keeps: 'either', ...contributor }],
  '/views/rate?/send': [{ form: { period: 'ever', box: word }, may: contributors, gives: ['409'], keeps: true, ...contributor }],
  '/views/part/[page]?/next': [{ ...part, gives: ['303 /views'] }],
  '/views/part/[page]?/list': [{ ...part, gives: ['303 /views'] }],
  '/views/part/[page]?/add': [{ ...part, gives: ['303 /views'] }],
  '/views/part/[page]?/draft': [part],
  '/views/write?/send': [
    { form: { id: '$uuid', 'about-write': word }, may: contributors, gives: ['303 /views/write'], ...contributor }
  ],

  /* workers */
  '/staff/break-glass?/find': [
    { form: { name: 'qz' }, may: [...managers, 'admin'], alsoSees: ['children.known_as_sealed'], keeps: true, ...staff }
  ],
  '/staff/break-glass?/ask': [
    {
      form: { child: '$child', minutes: '15', reason: why, name: 'qz' },
      alsoSees: ['children.known_as_sealed'],
      may: ['manager', 'managerNoStepUp', 'admin', 'breakGlass sameIro', 'breakGlass otherIro', 'breakGlass over'],
      gives: ['303 /staff/break-glass'],
      ...staff,
      else: asksAgain
    }
  ],
  '/staff/break-glass/[id]?/end': [
    {
      with: { id: 'emergency' },
      may: ['breakGlass own', 'breakGlass notYet', 'manager otherIro', 'managerNoStepUp otherIro'],
      gives: ['303 /staff/break-glass'],
      ...staff,
      else: over
    }
  ],
  '/staff/break-glass/[id]?/seen': [
    { with: { id: 'emergency' }, may: ['iro own', 'cover own'], gives: ['303 /staff'], ...staff }
  ],
  '/staff/break-glass/[id]/decide?/approve': [
    { with: { id: 'emergency' }, may: ['manager notYet'], gives: ['303 /staff/break-glass'], ...staff, else: decided }
  ],
  '/staff/break-glass/[id]/decide?/refuse': [
    {
      with: { id: 'emergency' },
      may: ['manager notYet', 'managerNoStepUp notYet'],
      gives: ['303 /staff/break-glass'],
      ...staff,
      else: decidedAlso
    }
  ],
  '/staff/break-glass/worry/[id]?/take': [
    {
      with: { id: 'unsafeRequest' },
      form: { reason: why },
      may: ['manager', 'breakGlass'],
      gives: ['303 /staff/requests/'],
      ...staff,
      else: confirmsFirst
    },
    { with: { id: 'request' }, form: { reason: why }, may: [], ...staff, else: confirmsFirst }
  ],
  '/staff/children/[id]/card?/ask': [
    {
      with: { id: 'child' },
      form: { reason: 'lost' },
      may: ['socialWorker own', 'advocate'],
      gives: ['303 /staff/children/'],
      ...staff
    }
  ],
  '/staff/children/[id]/card?/decide': [{ with: { id: 'child' }, form: { ask: '$uuid', yes: 'yes' }, may: [], ...staff }],
  '/staff/children/[id]/card?/end': [
    {
      with: { id: 'child' },
      may: [...holders, ...managers, 'socialWorker own', 'advocate'],
      gives: ['303 /staff/children/'],
      keeps: 'either',
      ...staff
    }
  ],
  '/staff/children/[id]/card?/check': [{ with: { id: 'child' }, form: { card: '$uuid', inPerson: 'yes' }, may: [], ...staff }],
  '/staff/children/[id]/card?/renew': [
    {
      with: { id: 'child' },
      form: { inPerson: 'yes' },
      may: [...holders, ...managers],
      gives: ['303 /staff/children/'],
      keeps: 'either',
      ...staff
    }
  ],
  '/staff/children/[id]/card?/watch': [
    {
      with: { id: 'child' },
      form: { watched: 'yes' },
      may: [...holders, 'advocate'],
      gives: ['303 /staff/children/'],
      keeps: 'either',
      ...staff
    }
  ],
  '/staff/children/[id]/card?/hand': [{ with: { id: 'child' }, may: holders, gives: ['303'], keeps: 'either', ...staff }],
  '/staff/confirm?/begin': [{ may: workers, keeps: true, ...staff }],
  '/staff/confirm?/finish': [{ form: { answer: 'null' }, may: workers, gives: ['400'], keeps: true, ...staff }],
  '/staff/confirm?/passphrase': [{ may: workers, gives: ['400', '404'], keeps: 'either', ...staff }],
  '/staff/confirm?/council': [{ may: workers, gives: ['400', '404', '303'], keeps: true, ...staff }],
  '/staff/not-told?/end': [
    { form: { id: '$notTold', outcome: 'rang' }, may: holders, gives: ['303 /staff/not-told'], keeps: 'either', ...staff },
    { form: { id: '$uuid', outcome: 'rang' }, may: [], ...staff }
  ],
  // Nothing posts letters here.
  '/staff/not-told?/aside': [{ may: ['admin', ...managers], gives: ['303 /staff/not-told'], keeps: 'either', ...staff }],
  '/staff/letters/[id]?/post': [{ with: { id: 'letter' }, may: holders, gives: ['400'], keeps: true, ...staff }],
  '/staff/passkeys?/codes': [{ may: [...workers, 'staffByLink'], gives: ['200', '400', ...again], keeps: 'either', ...staff }],
  '/staff/passkeys?/leave': [
    { may: [...workers, 'staffByLink'], gives: ['200', '303', '400', '404'], keeps: 'either', ...staff }
  ],
  '/staff/passkeys?/unset': [
    { may: [...workers, 'staffByLink'], gives: ['200', '303', '400', '404'], keeps: 'either', ...staff }
  ],
  '/staff/passkeys?/council': [{ may: [...workers, 'staffByLink'], gives: ['303', '400', '404'], keeps: 'either', ...staff }],
  '/staff/passkeys?/join': [{ may: [...workers, 'staffByLink'], gives: ['303', '400', '404'], keeps: 'either', ...staff }],
  '/staff/passphrase?/keep': [{ may: [...workers, 'staffByLink'], gives: ['303', '400', '404'], keeps: 'either', ...staff }],
  '/staff/sessions?/end': [{ form: { id: '$uuid' }, may: workers, gives: ['303 /staff/sessions', '404'], keeps: true, ...staff }],
  '/staff/sessions?/others': [{ may: workers, gives: ['303 /staff/sessions'], keeps: true, ...staff }],
  '/staff/sessions?/seen': [{ may: workers, gives: ['303 /staff/sessions'], keeps: 'either', ...staff }],
  '/staff/guides/[place]?/look': [{ ...guide, gives: ['200'], keeps: true }],
  '/staff/guides/[place]?/save': [{ ...guide, gives: ['303 /staff/guides/'] }],
  // Those are the built-in words again only where a council has its own.
  '/staff/guides/[place]?/back': [{ ...guide, gives: ['303 /staff/guides/'], keeps: 'either' }],
  '/staff/workers?/add': [
    { form: { name: 'Jo', email: 'jo@council.example', role: 'iro' }, may: ['admin'], gives: ['303 /staff/workers/'], ...staff }
  ],
  '/staff/workers/[id]?/link': [{ ...oneWorker, gives: ['200'] }],
  '/staff/workers/[id]?/roles': [{ ...oneWorker, form: { role: 'manager' } }],
  '/staff/workers/[id]?/disable': [oneWorker],
  '/staff/workers/[id]?/enable': [{ ...oneWorker, keeps: 'either' }],
  '/staff/workers/[id]?/visits': [{ ...oneWorker, keeps: 'either' }],
  '/staff/workers?/everybody': [{ may: ['admin'], gives: ['303 /sign-in/staff'], keeps: 'either', ...staff }],
  '/staff/call-backs/[id]?/note': [
    { with: { id: 'callBack' }, form: { outcome: 'spoke', note: word }, may: ['teamDesk', ...managers], gives: back, ...staff }
  ],
  '/staff/children/[id]/ask?/send': [
    { ...ofChild, query: 'way=sooner', form: { id: '$uuid', 'about-sooner-why': word }, gives: ['303 /staff/'] }
  ],
  '/staff/children/[id]/enter/[contact]?/save': [
    {
      ...ofParent,
      gives: ['303 /staff/views/'],
      with: { id: 'child', contact: 'professional' },
      form: { submission: '$uuid', questions: 'professional.school', channel: 'phone', day: '$yesterday', agency: word }
    }
  ],
  '/staff/children/[id]/enter/[contact]?/add': [
    {
      ...ofParent,
      with: { id: 'child', contact: 'professional' },
      form: { submission: '$uuid', add: 'x' },
      gives: ['200'],
      keeps: true
    }
  ],
  '/staff/children/[id]?/hello': [{ ...ofChild, form: { way: 'visit', on: '$yesterday' } }],
  '/staff/children/[id]/hand-over?/save': [
    { ...ofChild, may: ['iro own', ...managers], form: { text: word, version: '$handOver' } }
  ],
  '/staff/me?/save': [
    { form: { replyDays: '2', days: '1', 'hello-8-11': word }, may: workers, gives: ['303 /staff/me'], ...staff }
  ],
  '/staff/talks/[id]?/set': [
    {
      with: { id: 'talk' },
      form: { on: '$tomorrow', at: '16:00', way: 'phone', word, moves: '2' },
      may: holders,
      gives: ['303 /staff/talks/'],
      ...staff
    }
  ],
  '/staff/talks/[id]?/offer': [
    {
      with: { id: 'talk' },
      form: { 'on-1': '$tomorrow', 'at-1': '16:00', word, moves: '2' },
      may: holders,
      gives: ['303 /staff/talks/'],
      ...staff
    }
  ],
  '/staff/talks/[id]?/came': [
    { with: { id: 'talk' }, form: { came: 'moved', moves: '2' }, may: holders, gives: ['303 /staff/talks/'], ...staff }
  ],
  // Nothing there to be seen: the talk is set, and the page that says so is opened.
  '/staff/talks/[id]?/seen': [
    { with: { id: 'talk' }, form: { moves: '2' }, may: holders, gives: ['400'], keeps: 'either', ...staff }
  ],
  '/staff/children/[id]/people?/everybody': [ofChild],
  '/staff/children/[id]/people?/again': [{ ...ofChild, form: { contact: '$carer' }, keeps: 'either' }],
  '/staff/children/[id]/people?/add': [{ ...ofChild, form: { name: 'Jo', relation: 'relative', email: 'jo@post.example' } }],
  '/staff/children/[id]/people?/hidden': [{ ...ofChild, form: { hidden: 'yes' } }],
  '/staff/children/[id]/people?/words': [{ ...ofChild, form: { words: 'Otherton' } }],
  '/staff/children/[id]/people?/clear': [ofChild],
  '/staff/children/[id]/people?/venue': [{ ...ofChild, form: { venue: 'The library' } }],
  '/staff/children/[id]/people/[contact]?/ask': [
    { ...ofParent, form: { part: 'views-only', form: 'parent', way: 'none', language: 'en', reason: 'They asked for it.' } }
  ],
  '/staff/children/[id]/people/[contact]?/again': [{ ...ofParent, with: { id: 'child', contact: 'carer' }, keeps: 'either' }],
  '/staff/children/[id]/people/[contact]?/withdraw': [ofParent],
  '/staff/children/[id]/people/[contact]?/details': [
    { ...ofParent, form: { name: 'Jo', relation: 'mother', email: 'jo@post.example' } }
  ],
  '/staff/children/[id]/views?/open': [{ ...ofChild, may: readers, keeps: 'either' }],
  '/staff/ratings/changed?/add': [
    { form: { id: '$uuid', said: word, did: word }, may: managers, gives: ['303 /staff/ratings/changed'], ...staff }
  ],
  '/staff/ratings/changed?/end': [
    { form: { id: '$ratingChange' }, may: managers, gives: ['303 /staff/ratings/changed'], ...staff }
  ],
  '/staff/ratings/words?/keep': [{ form: { id: '$ratingText' }, may: managers, gives: ['303 /staff/ratings/words'], ...staff }],
  '/staff/ratings/words?/release': [
    { form: { id: '$ratingText', text: word }, may: managers, gives: ['303 /staff/ratings/words'], ...staff }
  ],
  '/staff/cover?/enter': [
    {
      form: { coverId: '$another', fromOn: '$tomorrow', toOn: '$tomorrow' },
      may: workers,
      // Who stands in for somebody then is asked to look first (409).
      gives: ['303 /staff/cover', '409'],
      keeps: 'either',
      ...staff
    },
    {
      form: { staffId: '$another', coverId: '$standsIn', fromOn: '$tomorrow', toOn: '$tomorrow' },
      may: managers,
      gives: ['303 /staff/cover'],
      ...staff
    }
  ],
  '/staff/cover?/end': [{ form: { absence: '$absence' }, may: managers, gives: ['303 /staff/cover'], ...staff }],
  '/staff/cover/move?/move': [
    {
      form: { from: '$worker', to: '$standsIn', child: '$child' },
      may: managers.map((who) => `${who} *`),
      gives: ['303 /staff/cover/move', '409'],
      keeps: 'either',
      ...staff
    }
  ],
  '/staff/cover/rota?/add': [
    {
      form: { staffId: '$onDuty', fromOn: '$tomorrow', toOn: '$tomorrow', fromHour: '17:00', toHour: '09:00', place: '1' },
      may: managers,
      gives: ['303 /staff/cover/rota'],
      ...staff
    }
  ],
  '/staff/cover/rota?/remove': [
    { form: { shift: '$uuid' }, may: managers, gives: ['303 /staff/cover/rota'], keeps: true, ...staff }
  ],
  '/staff/desk?/take': [
    {
      form: { item: '$item' },
      may: ['teamDesk own'],
      gives: ['303 /staff'],
      ...staff,
      else: { 'teamDesk madeUp': '404', 'teamDesk *': '409' }
    }
  ],
  '/staff/passkeys?/begin': [{ may: [...workers, 'staffByLink'], gives: ['200', ...again], keeps: true, ...staff }],
  '/staff/passkeys?/finish': [
    { form: { answer: 'null' }, may: [...workers, 'staffByLink'], gives: ['400', ...again], keeps: true, ...staff }
  ],
  '/staff/passkeys?/remove': [
    { form: { id: '$uuid' }, may: [...workers, 'staffByLink'], gives: ['400', '404', ...again], keeps: true, ...staff }
  ],
  '/staff/messages/[id]?/answer': [
    {
      with: { id: 'thread' },
      form: { id: '$uuid', shown: '$threadAnswer', text: word },
      may: holders,
      gives: ['303 /staff/messages/'],
      ...staff
    },
    {
      with: { id: 'adultThread' },
      form: { id: '$uuid', shown: '$adultAnswer', text: word },
      may: holders,
      gives: ['303 /staff/messages/'],
      ...staff
    }
  ],
  '/staff/messages/copy/[id]?/done': [{ with: { id: 'copiedMessage' }, may: ['advocate'], gives: ['303 /staff'], ...staff }],
  '/staff/messages/late/[id]?/done': [{ with: { id: 'lateTold' }, may: managers, gives: ['303 /staff'], ...staff }],
  '/staff/requests/[id]?/answer': [
    { with: { id: 'request' }, form: { outcome: 'yes', text: word }, may: holders, gives: ['303 /staff/requests/'], ...staff },
    {
      with: { id: 'advocateRequest' },
      form: { outcome: 'accepted', text: word },
      may: ['advocate'],
      gives: ['303 /staff/requests/'],
      ...staff
    },
    {
      with: { id: 'pastRequest' },
      form: { outcome: 'partly', text: word },
      may: managers,
      gives: ['303 /staff/requests/'],
      ...staff
    },
    {
      with: { id: 'unsafeRequest' },
      form: { outcome: 'reply', text: word },
      may: [...holders, 'dutyDesk', ...managers],
      gives: ['303 /staff/requests/'],
      ...staff
    }
  ],
  '/staff/requests/[id]?/have': [
    {
      with: { id: 'unsafeRequest' },
      may: [...holders, 'dutyDesk', ...managers],
      gives: ['303 /staff/requests/'],
      ...staff
    },
    { with: { id: 'request' }, may: [], ...staff }
  ],
  '/staff/requests/[id]?/done': [{ with: { id: 'answeredRequest' }, may: holders, gives: ['303 /staff'], keeps: true, ...staff }],
  '/staff/views/[id]?/note': [
    { with: { id: 'contribution' }, form: { note: word }, may: holders, gives: ['303 /staff/views/'], ...staff }
  ],
  '/staff/views/[id]?/told': [
    { with: { id: 'contribution' }, form: { telling: '$telling' }, may: holders, gives: ['303 /staff/views/'], ...staff }
  ],
  '/staff/views/[id]?/done': [{ with: { id: 'contribution' }, may: holders, gives: ['303 /staff'], ...staff }]
};
