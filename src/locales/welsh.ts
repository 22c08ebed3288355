import answers from './cy/answers.json' with { type: 'json' };
import ask from './cy/ask.json' with { type: 'json' };
import askAbout from './cy/ask-about.json' with { type: 'json' };
import cards from './cy/cards.json' with { type: 'json' };
import carer from './cy/carer.json' with { type: 'json' };
import common from './cy/common.json' with { type: 'json' };
import entry from './cy/entry.json' with { type: 'json' };
import errors from './cy/errors.json' with { type: 'json' };
import family from './cy/family.json' with { type: 'json' };
import guide4 from './cy/guide-4-7.json' with { type: 'json' };
import guide8 from './cy/guide-8-11.json' with { type: 'json' };
import guide12 from './cy/guide-12-17.json' with { type: 'json' };
import guideAdults from './cy/guide-adults.json' with { type: 'json' };
import guides from './cy/guides.json' with { type: 'json' };
import handed from './cy/handed.json' with { type: 'json' };
import help from './cy/help.json' with { type: 'json' };
import home from './cy/home.json' with { type: 'json' };
import language from './cy/language.json' with { type: 'json' };
import letter from './cy/letter.json' with { type: 'json' };
import look from './cy/look.json' with { type: 'json' };
import looked from './cy/looked.json' with { type: 'json' };
import meet from './cy/meet.json' with { type: 'json' };
import offline from './cy/offline.json' with { type: 'json' };
import parent from './cy/parent.json' with { type: 'json' };
import post from './cy/post.json' with { type: 'json' };
import professional from './cy/professional.json' with { type: 'json' };
import rate from './cy/rate.json' with { type: 'json' };
import say from './cy/say.json' with { type: 'json' };
import signIn from './cy/sign-in.json' with { type: 'json' };
import team from './cy/team.json' with { type: 'json' };
import waiting from './cy/waiting.json' with { type: 'json' };
import watched from './cy/watched.json' with { type: 'json' };
import views from './cy/views.json' with { type: 'json' };
import viewsMid from './cy/views-8-11.json' with { type: 'json' };
import viewsTeen from './cy/views-12-17.json' with { type: 'json' };
import welcome from './cy/welcome.json' with { type: 'json' };
import write from './cy/write.json' with { type: 'json' };
import writeAbout from './cy/write-about.json' with { type: 'json' };

/** What children, and adults who give their views, read in this language. A worker reads English. */
export const welsh = {
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
