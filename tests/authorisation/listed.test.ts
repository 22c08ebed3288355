import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differences } from './listed.ts';
import { unlisted } from './everything.ts';
import { actions } from './matrix/actions.ts';
import { commands } from './matrix/commands.ts';
import { jobs, mails } from './matrix/by-itself.ts';
import { ending, methods, pages } from './matrix/pages.ts';
import { sealed } from './matrix/sealed.ts';
import { commandsIn, jobsIn, mailsIn } from './offered-by-host.ts';

const offered = {
  pages: Object.keys(pages),
  actions: Object.keys(actions),
  methods: [...Object.keys(methods), ...Object.keys(ending)]
};
const source = (path: string): string => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

describe('what is offered and not in the matrix', () => {
  it('is named: a page, an action, a method', () => {
    expect(unlisted(offered)).toEqual([]);
    expect(unlisted({ ...offered, pages: [...offered.pages, '/me/diary'] })).toEqual([
      'page /me/diary is not in tests/authorisation/matrix/pages.ts: say who may'
    ]);
    expect(unlisted({ ...offered, actions: [...offered.actions, '/me/who?/erase'] })).toEqual([
      'action /me/who?/erase is not in tests/authorisation/matrix/actions.ts: say who may'
    ]);
    expect(unlisted({ ...offered, methods: [...offered.methods, 'DELETE /photo/[id]'] })).toEqual([
      'method DELETE /photo/[id] is not in tests/authorisation/matrix/pages.ts: say who may'
    ]);
  });

  it('and so is what the matrix has and nobody offers', () => {
    expect(unlisted({ ...offered, pages: offered.pages.filter((page) => page !== '/me/said') })).toEqual([
      'tests/authorisation/matrix/pages.ts lists the page /me/said, which is not there'
    ]);
  });

  it('is named: a sealed column', () => {
    const listed = [...new Set(Object.keys(sealed).map((column) => column.split(' ')[0] ?? ''))];
    expect(differences('sealed column', 'sealed.ts', [...listed, 'children.diary_sealed'], listed)).toEqual([
      'sealed column children.diary_sealed is not in tests/authorisation/matrix/sealed.ts: say who may'
    ]);
  });

  it('is named: a command, a job, a kind of mail, as the program has them', () => {
    const found = {
      command: [commandsIn(source('src/commands/heard.ts')), Object.keys(commands), 'commands.ts'],
      job: [jobsIn(source('src/jobs/runner.ts')), Object.keys(jobs), 'by-itself.ts'],
      mail: [mailsIn(source('src/lib/notify/outbox.server.ts')), Object.keys(mails), 'by-itself.ts']
    } as const;
    for (const [what, [there, listed, file]] of Object.entries(found)) {
      expect([what, there.length > 2]).toEqual([what, true]);
      expect(differences(what, file, there, listed)).toEqual([]);
      expect(differences(what, file, [...there, 'another'], listed)).toEqual([
        `${what} another is not in tests/authorisation/matrix/${file}: say who may`
      ]);
    }
  });

  it('reads them where they stand: one that is added is found', () => {
    const runner = source('src/jobs/runner.ts').replace(
      "{ name: 'send-outbox'",
      "{ name: 'tell-everybody' },\n    { name: 'send-outbox'"
    );
    expect(jobsIn(runner)).toContain('tell-everybody');
    const heard = source('src/commands/heard.ts').replace(
      '  import: () =>',
      "  'print-all': () => import('./print-all.ts'),\n  import: () =>"
    );
    expect(commandsIn(heard)).toContain('print-all');
    const outbox = source('src/lib/notify/outbox.server.ts').replace("'something-new'", "'gossip' | 'something-new'");
    expect(mailsIn(outbox)).toContain('gossip');
  });
});
