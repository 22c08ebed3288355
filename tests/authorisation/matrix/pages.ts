import {
  everybodyAtAll,
  childs,
  contributors,
  everybodyMay,
  holders,
  managers,
  readers,
  reviewers,
  workers,
  writers,
  type Row
} from './row.ts';

/** Of what two people open: e is over, f waits, a is open; by whom it is to be decided, and who asked. */
const decided = ['manager', 'managerNoStepUp'].flatMap((who) =>
  ['over', 'notYet', 'otherIro'].map((relation) => `${who} ${relation}`)
);
/** A manager who has not just shown who they are does so first, whatever is there. */
const confirmsFirst = { 'managerNoStepUp *': '303 /staff/confirm' } as const;
const asked = ['breakGlass own', 'breakGlass over', 'breakGlass notYet'] as const;

/** Every page, and everything else that answers GET. A route without a line, or a line without a route, is a fault. */
export const pages: Readonly<Record<string, readonly Row[]>> = {
  /* anybody */
  '/[...elsewhere]': [{ with: { elsewhere: 'nowhere' }, may: [], rest: 'nothing' }],
  '/(front)': [{ may: everybodyMay, gives: ['200', '303 /me', '303 /views', '303 /staff'], rest: 'nothing' }],
  '/blank': [{ may: everybodyAtAll, rest: 'nothing' }],
  '/c': [{ may: everybodyMay, gives: ['200', '303 /'], rest: 'nothing' }],
  '/changed': [{ may: everybodyAtAll, gives: ['200', '303 /'], rest: 'nothing' }],
  '/family': [{ may: everybodyMay, rest: 'nothing' }],
  // A child with a PIN is shown the page where they can say that they are not safe.
  '/given/[id]': [{ with: { id: 'child' }, may: [], rest: 'nothing', else: { 'childHanded *': '404' } }],
  '/help': [{ may: everybodyAtAll, gives: ['200', '303 /me/now'], rest: 'nothing' }],
  '/offline': [{ may: everybodyAtAll, rest: 'nothing' }],
  '/guide': [{ may: everybodyMay, rest: 'nothing' }],
  '/guide/[who]': [{ with: { who: 'mid' }, may: everybodyMay, rest: 'nothing' }],
  '/team': [{ may: everybodyMay, rest: 'nothing' }],
  '/gallery': [{ may: everybodyMay, rest: 'nothing' }],
  '/gallery/questions': [{ may: everybodyMay, rest: 'nothing' }],
  '/gallery/staff': [{ may: everybodyMay, rest: 'nothing' }],
  '/demo/post': [{ may: [], rest: 'nothing' }],
  '/sign-in/first/[token]': [{ with: { token: 'nothing-of-ours' }, may: everybodyAtAll, gives: ['200', '404'], rest: 'nothing' }],
  '/sign-in/staff/passphrase': [{ may: everybodyAtAll, gives: ['200', '404', '303 /'], rest: 'nothing' }],
  '/sign-in/staff/recovery': [{ may: everybodyAtAll, gives: ['200', '303 /'], rest: 'nothing' }],
  '/sign-in/link/[token]': [{ with: { token: 'nothing-of-ours' }, may: everybodyAtAll, rest: 'nothing' }],
  '/sign-in/staff': [{ may: everybodyAtAll, gives: ['200', '303 /staff'], rest: 'nothing' }],
  '/views/in': [{ may: everybodyMay, gives: ['200', '303 /views'], rest: 'nothing' }],
  '/views/in/[link]': [{ with: { link: 'nothing-of-ours' }, may: everybodyMay, rest: 'nothing' }],
  '/views/in/code': [{ may: everybodyMay, gives: ['200', '303 /views'], rest: 'nothing' }],

  /* the child */
  '/me': [{ may: childs, gives: ['200', '303 /me/welcome'], rest: 'child' }],
  '/me/ask': [{ may: childs, rest: 'child' }],
  '/me/ask/[way]': [{ with: { way: 'sooner' }, may: childs, rest: 'child' }],
  '/me/asked/[id]': [
    { with: { id: 'request' }, may: childs.map((who) => `${who} own`), rest: 'child' },
    { with: { id: 'answeredRequest' }, may: childs.map((who) => `${who} own`), rest: 'child' },
    { with: { id: 'adultRequest' }, may: [], rest: 'child' },
    { with: { id: 'staffRequest' }, may: [], rest: 'child' }
  ],
  '/me/back': [{ may: ['childHanded'], gives: ['200', '404'], rest: 'child' }],
  '/me/know': [{ may: childs, rest: 'child' }],
  '/me/know/[guide]': [{ with: { guide: 'mine' }, may: childs, rest: 'child' }],
  '/me/know/all': [{ may: childs, rest: 'child' }],
  '/me/check': [{ may: writers, gives: ['200', '303 /me'], rest: 'child' }],
  '/me/language': [{ may: childs, rest: 'child' }],
  '/me/look': [{ may: childs, rest: 'child' }],
  '/me/looked': [
    {
      may: ['childByPin', 'childOnOwnPhone'],
      rest: 'child',
      else: { childByCard: '303 /sign-in/secret' },
      shows: ['staff.called_sealed']
    }
  ],
  '/me/meet': [{ may: childs, rest: 'child', shows: ['staff_pages.body_sealed'] }],
  '/me/meet/talk': [{ may: childs, rest: 'child' }],
  '/me/now': [{ may: writers, rest: 'child' }],
  '/me/phone': [{ may: ['childByPin', 'childOnOwnPhone'], rest: 'child', else: { childByCard: '303 /sign-in/secret' } }],
  '/me/said': [
    {
      may: ['childByPin', 'childOnOwnPhone'],
      rest: 'child',
      else: { childByCard: '303 /sign-in/secret' },
      shows: ['answers.body_sealed private']
    }
  ],
  '/me/rate': [{ may: childs, rest: 'child', shows: ['rating_changes.body_sealed'] }],
  '/me/rate/[page]': [{ with: { page: 'r03' }, may: childs, gives: ['200', '303 /me/rate'], rest: 'child' }],
  '/me/say': [{ may: writers, rest: 'child' }],
  '/me/say/[page]': [{ with: { page: 'b02' }, may: writers, gives: ['200', '303 /me'], rest: 'child' }],
  '/me/sent': [{ may: writers, gives: ['200', '303 /me'], rest: 'child' }],
  '/me/welcome': [{ may: childs, rest: 'child' }],
  '/me/who': [{ may: writers, gives: ['200', '303 /me'], rest: 'child' }],
  // By the card alone it is the same page without a word of it.
  '/me/write': [
    {
      may: ['childByPin', 'childOnOwnPhone'],
      rest: 'child',
      else: { childByCard: '200' },
      shows: ['messages.body_sealed', 'messages.body_sealed copy']
    }
  ],
  '/sign-in/secret': [{ may: childs, gives: ['200', '303 /me'], rest: 'child' }],

  /* parents, carers, professionals */
  '/views': [{ may: contributors, rest: 'contributor', shows: ['children.first_name_sealed'] }],
  '/views/about': [{ may: contributors, rest: 'contributor' }],
  '/views/ask': [{ may: contributors, rest: 'contributor' }],
  '/views/ask/[way]': [{ with: { way: 'sooner' }, may: contributors, rest: 'contributor' }],
  '/views/asked/[id]': [
    { with: { id: 'adultRequest' }, may: ['parent own'], rest: 'contributor', shows: ['requests.body_sealed'] },
    { with: { id: 'request' }, may: [], rest: 'contributor' },
    { with: { id: 'staffRequest' }, may: [], rest: 'contributor' }
  ],
  '/views/check': [{ may: contributors, gives: ['200', '303 /views'], rest: 'contributor' }],
  '/views/in/which': [{ may: contributors, gives: ['200', '303 /views'], rest: 'contributor' }],
  '/views/language': [{ may: contributors, rest: 'contributor' }],
  '/views/part/[page]': [
    {
      with: { page: { parent: 'p01', carer: 'k01', professional: 'h01' } },
      may: contributors,
      gives: ['200', '303 /views'],
      rest: 'contributor'
    }
  ],
  '/views/rate': [{ may: contributors, rest: 'contributor' }],
  '/views/sent': [{ may: contributors, gives: ['200', '303 /views'], rest: 'contributor' }],
  '/views/write': [
    { may: ['parent'], rest: 'contributor', else: { carer: '200', professional: '200' }, shows: ['messages.body_sealed adult'] }
  ],

  /* workers */
  '/staff': [{ may: workers, gives: ['200', '303 /staff/morning'], rest: 'staff' }],
  '/staff/break-glass': [
    {
      may: [...managers, 'admin'],
      rest: 'staff'
    }
  ],
  '/staff/break-glass/[id]': [
    {
      with: { id: 'emergency' },
      may: [...decided, ...asked, 'iro own', 'cover own'],
      rest: 'staff',
      shows: ['break_glass.reason_sealed']
    }
  ],
  '/staff/break-glass/[id]/decide': [
    {
      with: { id: 'emergency' },
      may: ['manager over', 'manager notYet', 'manager otherIro', ...asked],
      rest: 'staff',
      else: confirmsFirst
    }
  ],
  '/staff/break-glass/worry/[id]': [
    { with: { id: 'unsafeRequest' }, may: ['manager', 'breakGlass'], rest: 'staff', else: confirmsFirst },
    { with: { id: 'request' }, may: [], rest: 'staff', else: confirmsFirst }
  ],
  '/staff/call-backs/[id]': [
    { with: { id: 'callBack' }, may: ['teamDesk', ...managers], rest: 'staff', shows: ['call_backs.body_sealed'] }
  ],
  '/staff/cards': [{ may: workers, rest: 'staff' }],
  '/staff/children': [{ may: workers, rest: 'staff' }],
  '/staff/children/[id]': [
    { with: { id: 'child' }, may: readers, rest: 'staff', shows: ['children.known_as_sealed'] },
    { with: { id: 'contribution' }, may: [], rest: 'staff' }
  ],
  '/staff/children/[id]/ask': [{ with: { id: 'child' }, may: readers, rest: 'staff' }],
  '/staff/children/[id]/card': [
    { with: { id: 'child' }, may: [...holders, ...managers, 'socialWorker own', 'advocate'], rest: 'staff' }
  ],
  '/staff/children/[id]/hand-over': [{ with: { id: 'child' }, may: ['iro own', ...managers], rest: 'staff' }],
  '/staff/children/[id]/looked': [{ with: { id: 'child' }, may: [...holders, 'advocate'], rest: 'staff' }],
  '/staff/children/[id]/enter/[contact]': [{ with: { id: 'child', contact: 'carer' }, may: holders, rest: 'staff' }],
  '/staff/children/[id]/people': [{ with: { id: 'child' }, may: holders, rest: 'staff', shows: ['contacts.name_sealed'] }],
  '/staff/children/[id]/people/[contact]': [
    { with: { id: 'child', contact: 'parent' }, may: holders, rest: 'staff', shows: ['contacts.email_sealed'] },
    { with: { id: 'child', contact: 'excluded' }, may: holders, rest: 'staff', shows: ['invitations.words_sealed reason'] }
  ],
  '/staff/children/[id]/views': [{ with: { id: 'child' }, may: readers, rest: 'staff' }],
  '/staff/children/[id]/views/print': [{ with: { id: 'child' }, may: readers, rest: 'staff' }],
  '/staff/confirm': [{ may: workers, gives: ['200', '303 /staff'], rest: 'staff' }],
  '/staff/cover': [{ may: workers, rest: 'staff', alsoSees: ['staff.name_sealed'] }],
  '/staff/cover/move': [{ may: managers, rest: 'staff', alsoSees: ['staff.name_sealed'] }],
  '/staff/cover/rota': [{ may: workers, rest: 'staff', alsoSees: ['staff.name_sealed'] }],
  '/staff/desk': [{ may: workers, rest: 'staff' }],
  '/staff/letters/[id]': [{ with: { id: 'letter' }, may: holders, rest: 'staff', shows: ['contacts.postal_sealed'] }],
  '/staff/letters/[id]/form': [{ with: { id: 'letter' }, may: holders, rest: 'staff' }],
  '/staff/not-told': [{ may: workers, rest: 'staff' }],
  '/staff/me': [{ may: workers, rest: 'staff' }],
  '/staff/messages/[id]': [
    { with: { id: 'thread' }, may: readers, rest: 'staff', shows: ['messages.body_sealed', 'messages.body_sealed copy'] },
    { with: { id: 'adultThread' }, may: readers, rest: 'staff', shows: ['messages.body_sealed adult'] },
    { with: { id: 'message' }, may: [], rest: 'staff' }
  ],
  '/staff/messages/copy/[id]': [
    { with: { id: 'copiedMessage' }, may: ['advocate'], rest: 'staff', shows: ['messages.body_sealed copy'] },
    { with: { id: 'message' }, may: [], rest: 'staff' }
  ],
  '/staff/messages/late/[id]': [
    { with: { id: 'lateTold' }, may: managers, rest: 'staff' },
    { with: { id: 'lateToldAdvocates' }, may: ['advocate'], rest: 'staff' },
    { with: { id: 'lateMessage' }, may: [], rest: 'staff' }
  ],
  '/staff/passkeys': [{ may: [...workers, 'staffByLink'], gives: ['200', '303 /staff/confirm'], rest: 'staff' }],
  '/staff/passphrase': [{ may: [...workers, 'staffByLink'], gives: ['200', '404', '303 /staff'], rest: 'staff' }],
  '/staff/guides': [{ may: [...managers, 'admin'], rest: 'staff' }],
  '/staff/guides/[place]': [{ with: { place: '8-11.rights.visitor.en' }, may: [...managers, 'admin'], rest: 'staff' }],
  '/staff/sessions': [{ may: workers, rest: 'staff' }],
  '/staff/workers': [{ may: ['admin'], rest: 'staff', shows: ['staff.name_sealed'] }],
  '/staff/workers/[id]': [{ with: { id: 'worker' }, may: ['admin'], rest: 'staff' }],
  '/staff/requests/[id]': [
    { with: { id: 'request' }, may: readers, rest: 'staff', shows: ['requests.body_sealed'] },
    { with: { id: 'answeredRequest' }, may: readers, rest: 'staff', shows: ['request_answers.body_sealed'] },
    { with: { id: 'adultRequest' }, may: readers, rest: 'staff' },
    { with: { id: 'advocateRequest' }, may: ['advocate'], rest: 'staff', shows: ['requests.body_sealed advocate'] },
    {
      with: { id: 'unsafeRequest' },
      may: [...readers, ...managers, 'dutyDesk'],
      rest: 'staff',
      shows: ['requests.body_sealed unsafe']
    },
    { with: { id: 'pastRequest' }, may: managers, rest: 'staff', shows: ['requests.body_sealed past'] },
    { with: { id: 'contribution' }, may: [], rest: 'staff' }
  ],
  '/staff/ratings': [{ may: [...reviewers, ...managers], rest: 'staff' }],
  '/staff/ratings/changed': [{ may: managers, rest: 'staff', shows: ['rating_changes.body_sealed'] }],
  '/staff/ratings/pages': [{ may: [...managers, 'admin'], rest: 'staff' }],
  '/staff/ratings/words': [{ may: managers, rest: 'staff', shows: ['rating_words.body_sealed'] }],
  '/staff/morning': [{ may: managers, rest: 'staff', alsoSees: ['staff.name_sealed'] }],
  '/staff/talks/[id]': [
    { with: { id: 'talk' }, may: holders, rest: 'staff', shows: ['talk_steps.body_sealed'] },
    { with: { id: 'request' }, may: [], rest: 'staff' }
  ],
  '/staff/team': [{ may: managers, rest: 'staff' }],
  '/staff/team/unusual': [{ may: managers, rest: 'staff' }],
  '/staff/views/[id]': [
    { with: { id: 'contribution' }, may: readers, rest: 'staff', shows: ['answers.body_sealed private', 'notes.body_sealed'] },
    { with: { id: 'adultContribution' }, may: readers, rest: 'staff', shows: ['answers.body_sealed'] },
    { with: { id: 'draft' }, may: [], rest: 'staff' },
    { with: { id: 'request' }, may: [], rest: 'staff' }
  ],
  '/staff/views/[id]/print': [{ with: { id: 'contribution' }, may: readers, rest: 'staff' }]
};

/** What answers by a method of its own: `METHOD route`. */
export const methods: Readonly<Record<string, readonly Row[]>> = {
  'GET /demo/be/[who]': [{ with: { who: 'iro' }, may: [], rest: 'nothing' }],
  'GET /manifest.webmanifest': [{ may: everybodyAtAll, rest: 'nothing' }],
  'GET /photo/[id]': [
    { with: { id: 'photo' }, may: [...writers, ...contributors, ...workers], rest: 'nothing' },
    { with: { id: 'child' }, may: [], rest: 'nothing', else: { 'childHanded *': '404' } }
  ],
  'GET /team/photo/[id]': [
    { with: { id: 'openPhoto' }, may: everybodyMay, rest: 'nothing' },
    { with: { id: 'photo' }, may: [], rest: 'nothing' }
  ],
  'GET /sign-in/back': [{ may: everybodyAtAll, gives: ['404', '303 /sign-in/staff'], rest: 'nothing' }],
  // Without saying of which page nothing is counted, for anybody.
  'POST /helpful': [{ may: [], rest: 'nothing', else: { 'childHanded *': '404' } }],
  'GET /readyz': [{ may: everybodyAtAll, rest: 'nothing' }],
  'GET /staff/letters/[id]/pdf': [{ with: { id: 'letter' }, may: holders, gives: ['200', '503'], rest: 'staff' }],
  'GET /leave': [{ may: everybodyAtAll, gives: ['200', '303'], rest: 'nothing' }]
};

/** What ends a visit: asked for last, each with a visit of its own. */
export const ending: Readonly<Record<string, readonly Row[]>> = {
  'POST /leave': [{ may: everybodyAtAll, gives: ['200', '303'], rest: 'nothing' }],
  'POST /lock': [{ may: everybodyAtAll, gives: ['200', '204', '303'], rest: 'nothing' }],
  'POST /staff/children/[id]/card/new': [
    {
      with: { id: 'child' },
      may: [...holders, ...managers],
      // A first card is made at once; another wants a reason.
      gives: ['200', '303 /staff/children/'],
      rest: 'staff',
      // Whoever asks somebody else for a yes first is told so.
      else: { 'socialWorker own': '303 /staff/children/', 'advocate madeUp': '404', 'advocate *': '303 /staff/children/' }
    }
  ]
};
