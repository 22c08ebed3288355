import { childs, contributors, everybodyMay, holders, managers, readers, workers, writers, type ActionRow } from './row.ts';

const child = { rest: 'child' } as const;
const contributor = { rest: 'contributor' } as const;
const staff = { rest: 'staff' } as const;
const back = ['303 /'] as const;
const ofChild = { with: { id: 'child' }, may: holders, gives: ['303 /staff/children/'], ...staff } as const;
const ofParent = { with: { id: 'child', contact: 'parent' }, may: holders, gives: ['303 /staff/children/'], ...staff } as const;
const self = ['childByPin own', 'childOnOwnPhone own'] as const;
/** What is not theirs to send is not sent; they see what is. */
const goesBack = Object.fromEntries(writers.map((who) => [`${who} *`, '303 /me/check']));
const looksAgain = Object.fromEntries(contributors.map((who) => [`${who} *`, '303 /views/check']));
/** Whoever has not just shown who they are does so first. */
const again = ['303 /staff/confirm'] as const;
const word = 'Something that is written here.';
const saying = {
  with: { page: 'b02' },
  form: { submission: '$draft', 'general-more': word },
  may: writers.map((who) => `${who} *`),
  keeps: 'either',
  ...child
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
  '/changed?/default': [{ may: everybodyMay, form: { wrote: word }, keeps: true, rest: 'nothing' }],
  '/family?/send': [
    {
      may: everybodyMay,
      form: { id: '$uuid', name: 'Jo', related: 'aunt', child: 'Somebody', phone: '01632 960001' },
      rest: 'nothing'
    }
  ],
  '/sign-in/link/[token]?/use': [{ ...wrong, with: { token: 'nothing-of-ours' } }],
  '/sign-in/staff?/begin': [{ may: everybodyMay, keeps: true, rest: 'nothing' }],
  '/sign-in/staff?/finish': [{ ...wrong, form: { answer: 'null' } }],
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
  '/me/check?/send': [
    { form: { submission: '$draft' }, may: [...self], gives: ['303 /me/sent', '303 /me'], ...child, else: goesBack }
  ],
  '/me/language?/choose': [{ form: { language: 'cy' }, may: childs, gives: ['303 /me'], ...child }],
  '/me/look?/save': [{ form: { theme: 'night' }, may: childs, gives: ['303 /me/look'], ...child }],
  '/me/now?/send': [{ form: { id: '$uuid', now: word }, may: writers, gives: ['303 /me/asked/', '303 /me/now'], ...child }],
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
  '/sign-in/secret?/choose': [
    { form: { kind: 'pin', pin: '739518' }, may: childs, gives: ['303 /sign-in/secret', '303 /me'], keeps: 'either', ...child }
  ],
  '/sign-in/secret?/check': [
    { form: { kind: 'pin', pin: '739518' }, may: childs, gives: ['303 /me'], keeps: 'either', ...child },
    { form: { kind: 'pin', pin: '739581' }, may: childs, gives: ['400'], keeps: 'either', ...child }
  ],
  '/sign-in/secret?/later': [{ may: childs, gives: ['303 /me'], keeps: true, ...child }],
  '/sign-in/secret?/device': [{ may: childs, gives: ['303 /me'], keeps: true, ...child }],

  /* parents, carers, professionals */
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
  '/views/part/[page]?/next': [{ ...part, gives: ['303 /views'] }],
  '/views/part/[page]?/list': [{ ...part, gives: ['303 /views'] }],
  '/views/part/[page]?/add': [{ ...part, gives: ['303 /views'] }],
  '/views/part/[page]?/draft': [part],

  /* workers */
  '/staff/call-backs/[id]?/note': [
    { with: { id: 'callBack' }, form: { outcome: 'spoke', note: word }, may: ['teamDesk', ...managers], gives: back, ...staff }
  ],
  '/staff/children/[id]/ask?/send': [
    { ...ofChild, query: 'way=sooner', form: { id: '$uuid', 'about-sooner-why': word }, gives: ['303 /staff/'] }
  ],
  '/staff/children/[id]/enter/[contact]?/save': [
    {
      ...ofParent,
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
  '/staff/children/[id]/people?/everybody': [ofChild],
  '/staff/children/[id]/people?/again': [{ ...ofChild, form: { contact: '$carer' }, keeps: 'either' }],
  '/staff/children/[id]/people?/add': [{ ...ofChild, form: { name: 'Jo', relation: 'aunt-uncle', email: 'jo@post.example' } }],
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
  '/staff/requests/[id]?/answer': [
    { with: { id: 'request' }, form: { outcome: 'yes', text: word }, may: holders, gives: ['303 /staff/requests/'], ...staff },
    {
      with: { id: 'advocateRequest' },
      form: { outcome: 'yes', text: word },
      may: ['advocate'],
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
  '/staff/requests/[id]?/done': [{ with: { id: 'answeredRequest' }, may: holders, gives: ['303 /staff'], keeps: true, ...staff }],
  '/staff/views/[id]?/note': [
    { with: { id: 'contribution' }, form: { note: word }, may: holders, gives: ['303 /staff/views/'], ...staff }
  ],
  '/staff/views/[id]?/told': [
    { with: { id: 'contribution' }, form: { telling: '$telling' }, may: readers, gives: ['303 /staff/views/'], ...staff }
  ],
  '/staff/views/[id]?/done': [{ with: { id: 'contribution' }, may: holders, gives: ['303 /staff'], ...staff }]
};
