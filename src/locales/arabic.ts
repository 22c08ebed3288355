import answers from './ar/answers.json' with { type: 'json' };
import ask from './ar/ask.json' with { type: 'json' };
import cards from './ar/cards.json' with { type: 'json' };
import common from './ar/common.json' with { type: 'json' };
import errors from './ar/errors.json' with { type: 'json' };
import help from './ar/help.json' with { type: 'json' };
import home from './ar/home.json' with { type: 'json' };
import language from './ar/language.json' with { type: 'json' };
import look from './ar/look.json' with { type: 'json' };
import offline from './ar/offline.json' with { type: 'json' };
import say from './ar/say.json' with { type: 'json' };
import signIn from './ar/sign-in.json' with { type: 'json' };
import team from './ar/team.json' with { type: 'json' };
import viewsMid from './ar/views-8-11.json' with { type: 'json' };
import viewsTeen from './ar/views-12-17.json' with { type: 'json' };
import welcome from './ar/welcome.json' with { type: 'json' };

/** What a child reads, in this language. A worker reads English. */
export const arabic = {
  answers,
  ask,
  cards,
  common,
  errors,
  help,
  home,
  language,
  look,
  offline,
  say,
  'sign-in': signIn,
  team,
  'views-8-11': viewsMid,
  'views-12-17': viewsTeen,
  welcome
};
