import answers from './en/answers.json' with { type: 'json' };
import ask from './en/ask.json' with { type: 'json' };
import askAbout from './en/ask-about.json' with { type: 'json' };
import breakGlass from './en/break-glass.json' with { type: 'json' };
import cardDesk from './en/card-desk.json' with { type: 'json' };
import cards from './en/cards.json' with { type: 'json' };
import carer from './en/carer.json' with { type: 'json' };
import common from './en/common.json' with { type: 'json' };
import cover from './en/cover.json' with { type: 'json' };
import demo from './en/demo.json' with { type: 'json' };
import entry from './en/entry.json' with { type: 'json' };
import errors from './en/errors.json' with { type: 'json' };
import family from './en/family.json' with { type: 'json' };
import guide4 from './en/guide-4-7.json' with { type: 'json' };
import guide8 from './en/guide-8-11.json' with { type: 'json' };
import guide12 from './en/guide-12-17.json' with { type: 'json' };
import guideAdults from './en/guide-adults.json' with { type: 'json' };
import guideDesk from './en/guide-desk.json' with { type: 'json' };
import guides from './en/guides.json' with { type: 'json' };
import handed from './en/handed.json' with { type: 'json' };
import help from './en/help.json' with { type: 'json' };
import home from './en/home.json' with { type: 'json' };
import language from './en/language.json' with { type: 'json' };
import letter from './en/letter.json' with { type: 'json' };
import look from './en/look.json' with { type: 'json' };
import looked from './en/looked.json' with { type: 'json' };
import mail from './en/mail.json' with { type: 'json' };
import morning from './en/morning.json' with { type: 'json' };
import needs from './en/needs.json' with { type: 'json' };
import notTold from './en/not-told.json' with { type: 'json' };
import meet from './en/meet.json' with { type: 'json' };
import offline from './en/offline.json' with { type: 'json' };
import parent from './en/parent.json' with { type: 'json' };
import professional from './en/professional.json' with { type: 'json' };
import post from './en/post.json' with { type: 'json' };
import rate from './en/rate.json' with { type: 'json' };
import ratings from './en/ratings.json' with { type: 'json' };
import reading from './en/reading.json' with { type: 'json' };
import ringBack from './en/ring-back.json' with { type: 'json' };
import say from './en/say.json' with { type: 'json' };
import signIn from './en/sign-in.json' with { type: 'json' };
import staff from './en/staff.json' with { type: 'json' };
import talkDesk from './en/talk-desk.json' with { type: 'json' };
import team from './en/team.json' with { type: 'json' };
import waiting from './en/waiting.json' with { type: 'json' };
import watched from './en/watched.json' with { type: 'json' };
import views from './en/views.json' with { type: 'json' };
import viewsMid from './en/views-8-11.json' with { type: 'json' };
import viewsTeen from './en/views-12-17.json' with { type: 'json' };
import ways from './en/ways.json' with { type: 'json' };
import welcome from './en/welcome.json' with { type: 'json' };
import messages from './en/messages.json' with { type: 'json' };
import write from './en/write.json' with { type: 'json' };
import writeAbout from './en/write-about.json' with { type: 'json' };

/** English is the source: its files are the list of every key there is. Another language is one such folder. */
export const english = {
  answers,
  ask,
  'ask-about': askAbout,
  'break-glass': breakGlass,
  'card-desk': cardDesk,
  cards,
  carer,
  common,
  cover,
  demo,
  entry,
  errors,
  family,
  'guide-4-7': guide4,
  'guide-8-11': guide8,
  'guide-12-17': guide12,
  'guide-adults': guideAdults,
  'guide-desk': guideDesk,
  guides,
  handed,
  help,
  home,
  language,
  letter,
  look,
  looked,
  mail,
  morning,
  needs,
  'not-told': notTold,
  meet,
  offline,
  parent,
  professional,
  post,
  rate,
  ratings,
  reading,
  'ring-back': ringBack,
  say,
  'sign-in': signIn,
  staff,
  'talk-desk': talkDesk,
  team,
  views,
  'views-8-11': viewsMid,
  'views-12-17': viewsTeen,
  waiting,
  watched,
  ways,
  messages,
  welcome,
  write,
  'write-about': writeAbout
} as const;

export type English = typeof english;
export type SectionName = keyof English;
