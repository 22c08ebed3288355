/**
 * Words that raise attention: a row of an inbox says "may need you today" where one stands in what was asked or written. They decide
 * nothing, send nothing and hide nothing: what they find, and what they do not find, is read by a person all the same
 * (domain.md 7.4). Whole words or the beginnings of words (`*`), without signs above letters; spaces stand for any space.
 * The lists beside English are drafts, like every translation that nobody has checked.
 */
export const attentionWords: Readonly<Record<string, readonly string[]>> = {
  en: [
    ...['hurt', 'hurts', 'hurting me', 'hit me', 'hits me', 'hitting', 'kick*', 'punch*', 'slap*', 'bruise*', 'bleed*', 'blood'],
    ...['scared', 'afraid', 'frightened', 'unsafe', 'not safe', 'dont feel safe', 'danger*', 'help me', 'please help'],
    ...['touch* me', 'touches', 'rape*', 'naked', 'secret', 'threat*', 'knife', 'weapon*', 'locked in', 'no food', 'hungry'],
    ...[
      'kill*',
      'die',
      'dead',
      'suicid*',
      'self harm*',
      'cut myself',
      'cutting myself',
      'overdose*',
      'end it',
      'want to disappear'
    ],
    ...['run away', 'ran away', 'running away', 'missing', 'police', 'drunk', 'drugs', 'tonight', 'right now']
  ],
  cy: ['brifo', 'taro', 'ofn', 'ofnus', 'perygl*', 'help', 'lladd', 'marw', 'gwaed', 'cyllell', 'heno', 'rhedeg i ffwrdd'],
  ar: ['خائف*', 'يضرب*', 'ضرب*', 'خطر', 'ساعدني', 'ساعدوني', 'أموت', 'اموت', 'سكين', 'دم', 'الليلة']
};

const spoken = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’`]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const asPattern = (word: string): string =>
  word
    .split(' ')
    .map((part) => (part.endsWith('*') ? `${spoken(part.slice(0, -1))}\\p{L}*` : spoken(part)))
    .join(' ');

const patterns = Object.values(attentionWords).flat().map(asPattern);
const any = new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join('|')})(?![\\p{L}\\p{N}])`, 'u');

/** Whether something in these words, in whatever language, may need somebody today. */
export const mayNeedSomebody = (texts: readonly string[]): boolean => texts.some((text) => any.test(spoken(text)));
