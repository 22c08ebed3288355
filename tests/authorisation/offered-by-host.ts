/** What the service does by itself or at an operator's word, read from the lists in its own source. */

/** The commands of src/commands/heard.ts, by what is typed. */
export const commandsIn = (source: string): string[] =>
  [...source.matchAll(/^ {2}'?([a-z-]+)'?: \(\) => import\(/gm)].map(([, name = '']) => name);

/** The jobs of src/jobs/runner.ts, by name. */
export const jobsIn = (source: string): string[] => [...source.matchAll(/\{ name: '([a-z-]+)'/g)].map(([, name = '']) => name);

/** The kinds of what goes out, from the type in src/lib/notify/outbox.server.ts. */
export function mailsIn(source: string): string[] {
  const type = /export type Nudge =[\s\S]*?\n {2}\);/.exec(source)?.[0] ?? '';
  const kinds = [...type.matchAll(/kind: ((?:'[a-z-]+'(?: \| )?)+)/g)].flatMap(([, names = '']) => names.match(/[a-z-]+/g) ?? []);
  return [...new Set(kinds)];
}
