import answers from './ar/answers.json' with { type: 'json' };
import ask from './ar/ask.json' with { type: 'json' };
import askAbout from './ar/ask-about.json' with { type: 'json' };
import cards from './ar/cards.json' with { type: 'json' };
import carer from './ar/carer.json' with { type: 'json' };
import common from './ar/common.json' with { type: 'json' };
import entry from './ar/entry.json' with { type: 'json' };
import errors from './ar/errors.json' with { type: 'json' };
import family from './ar/family.json' with { type: 'json' };
import guide4 from './ar/guide-4-7.json' with { type: 'json' };
import guide8 from './ar/guide-8-11.json' with { type: 'json' };
import guide12 from './ar/guide-12-17.json' with { type: 'json' };
import guideAdults from './ar/guide-adults.json' with { type: 'json' };
import guides from './ar/guides.json' with { type: 'json' };
import handed from './ar/handed.json' with { type: 'json' };
import help from './ar/help.json' with { type: 'json' };
import home from './ar/home.json' with { type: 'json' };
import language from './ar/language.json' with { type: 'json' };
import letter from './ar/letter.json' with { type: 'json' };
import look from './ar/look.json' with { type: 'json' };
import looked from './ar/looked.json' with { type: 'json' };
import meet from './ar/meet.json' with { type: 'json' };
import offline from './ar/offline.json' with { type: 'json' };
import parent from './ar/parent.json' with { type: 'json' };
import post from './ar/post.json' with { type: 'json' };
import professional from './ar/professional.json' with { type: 'json' };
import rate from './ar/rate.json' with { type: 'json' };
import say from './ar/say.json' with { type: 'json' };
import signIn from './ar/sign-in.json' with { type: 'json' };
import team from './ar/team.json' with { type: 'json' };
import waiting from './ar/waiting.json' with { type: 'json' };
import watched from './ar/watched.json' with { type: 'json' };
import views from './ar/views.json' with { type: 'json' };
import viewsMid from './ar/views-8-11.json' with { type: 'json' };
import viewsTeen from './ar/views-12-17.json' with { type: 'json' };
import welcome from './ar/welcome.json' with { type: 'json' };
import write from './ar/write.json' with { type: 'json' };
import writeAbout from './ar/write-about.json' with { type: 'json' };

/** What children, and adults who give their views, read in this language. A worker reads English. */
export const arabic = {
  answers,
  ask,
  'ask-about': askAbout,
  cards,
  carer,
  common,
  entry,
  errors,
  family,
  'guide-4-7': guide4,
  'guide-8-11': guide8,
  'guide-12-17': guide12,
  'guide-adults': guideAdults,
  guides,
  handed,
  help,
  home,
  language,
  letter,
  look,
  looked,
  meet,
  offline,
  parent,
  post,
  professional,
  rate,
  say,
  'sign-in': signIn,
  team,
  views,
  'views-8-11': viewsMid,
  'views-12-17': viewsTeen,
  waiting,
  watched,
  welcome,
  write,
  'write-about': writeAbout
};
