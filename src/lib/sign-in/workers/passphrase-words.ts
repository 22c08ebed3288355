/**
 * What long passphrases that people choose without thinking are made of, and the first that anybody would try. Known offline:
 * nothing is asked of anybody. In small letters, without spaces.
 */
export const easyPieces: readonly string[] = [
  ...['password', 'passwort', 'passw0rd', 'p4ssword', 'passphrase', 'passcode', 'secret', 'letmein', 'login', 'logmein'],
  ...['welcome', 'changeme', 'default', 'access', 'admin', 'administrator', 'user', 'guest', 'test', 'testing', 'temp'],
  ...['qwertyuiop', 'qwerty', 'asdfghjkl', 'asdfgh', 'asdf', 'zxcvbnm', 'zxcvbn', '1q2w3e4r5t', '1q2w3e4r', '1qaz2wsx', 'qazwsx'],
  ...['iloveyou', 'loveyou', 'loveme', 'sunshine', 'princess', 'monkey', 'dragon', 'football', 'rugby', 'cricket', 'baseball'],
  ...['superman', 'batman', 'starwars', 'pokemon', 'liverpool', 'chelsea', 'arsenal', 'everton', 'tottenham', 'manchester'],
  ...['unitedkingdom', 'united', 'england', 'scotland', 'wales', 'london', 'britain', 'british'],
  ...['january', 'february', 'march', 'april', 'june', 'july', 'august', 'september', 'october', 'november', 'december'],
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  ...['spring', 'summer', 'autumn', 'winter', 'christmas', 'easter', 'holiday', 'birthday'],
  ...['correcthorsebatterystaple', 'tobeornottobe', 'thequickbrownfox', 'jumpsoverthelazydog', 'maytheforcebewithyou'],
  ...['onceuponatime', 'godsavetheking', 'godsavethequeen', 'itwasthebestoftimes', 'allyouneedislove', 'manutd'],
  ...[
    'social',
    'worker',
    'socialworker',
    'socialwork',
    'council',
    'office',
    'team',
    'children',
    'child',
    'review',
    'reviewing',
    'officer'
  ],
  ...[
    'safeguarding',
    'service',
    'services',
    'manager',
    'work',
    'heard',
    'mysay',
    'computer',
    'laptop',
    'internet',
    'windows',
    'microsoft'
  ],
  ...[
    'mustang',
    'master',
    'shadow',
    'michael',
    'charlie',
    'jordan',
    'harley',
    'ginger',
    'hello',
    'freedom',
    'whatever',
    'trustno1'
  ],
  ...['please', 'thankyou', 'goodmorning', 'goodbye', 'mypassword', 'is', 'my', 'the', 'and', 'for', 'this', 'not']
];
