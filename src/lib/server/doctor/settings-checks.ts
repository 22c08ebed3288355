import { together } from '#lib/server/keys/apart.ts';
import { foldersOf } from '#lib/server/keys/source.ts';
import { flagsThatShow } from '#lib/server/http/hardening.ts';
import { fault, fine, unasked, type Assertion } from './assertion.ts';

const isLocal = (origin: string) => /^http:\/\/(localhost|127\.|\[::1\])/.test(origin);

export const settingsChecks: readonly Assertion[] = [
  {
    code: 'settings',
    about: 'every setting can be read',
    check: ({ problems, settings }) => (problems.length > 0 ? fault(problems.join('; ')) : fine(settings.mode)),
    cure: 'Correct them where the service is started, or in .env; .env.example has a line for each.'
  },
  {
    code: 'mode',
    about: 'a service on the internet is not the demo',
    check: ({ settings: { mode, origin }, env }) => {
      if (mode === 'live') return fine('live');
      if (!isLocal(origin) || env.NODE_ENV === 'production') return fault(`HEARD_MODE is ${mode} at ${origin}`);
      return unasked(`this is the ${mode}`);
    },
    cure: 'Set HEARD_MODE=live, with a database and keys of its own: the demo signs people in by a link anybody can open.'
  },
  {
    code: 'https',
    about: 'people reach it by https only',
    check: ({ settings: { origin } }) => (isLocal(origin) ? unasked('only this machine can use this address') : fine(origin)),
    cure: 'Put a proxy with TLS 1.2 or newer in front (docs/operating.md), and set HEARD_ORIGIN to its https address.'
  },
  {
    code: 'debugger',
    about: 'nothing shows its memory',
    check: ({ machine }) => {
      const flags = flagsThatShow(machine.flags);
      return flags.length > 0 ? fault(flags.join(', ')) : fine('no such flag');
    },
    cure: 'Take these out of NODE_OPTIONS and off the command line: they show keys and words to whoever may read a file here.'
  },
  {
    code: 'keys-apart',
    about: 'the key ring lies apart from the data and its backups',
    check: ({ settings }) => {
      if (!settings.keyFile) return fine('it is not in a file');
      const folder = together(settings.keyFile, foldersOf(settings));
      return folder ? fault(`${settings.keyFile} lies in one folder tree with ${folder}`) : fine(settings.keyFile);
    },
    cure: 'Move the key file to a folder of its own that no backup takes along, such as /etc/heard, and set HEARD_KEY_FILE.'
  },
  {
    code: 'keys-private',
    about: 'only the owner can read the key ring',
    check: async ({ settings: { keyFile }, machine }) => {
      const mode = keyFile ? await machine.modeOf(keyFile) : null;
      if (mode === null) return unasked(keyFile ? 'there is no such file' : 'it is not in a file');
      return (mode & 0o077) === 0 ? fine(mode.toString(8)) : fault(`${keyFile} has mode ${mode.toString(8)}`);
    },
    cure: 'chmod 600 it, and make the account the service runs under its owner.'
  },
  {
    code: 'keys',
    about: 'there is a key ring, and it can be read',
    needs: ['settings'],
    check: async ({ ring }) => {
      const keys = (await ring()).keys().filter(({ state }) => state !== 'retired').length;
      return fine(`${keys} ${keys === 1 ? 'key' : 'keys'}`);
    },
    cure: 'Put back the ring that was used before, from its copy. Only where there is no data yet: npm run heard -- keys new FILE'
  }
];
