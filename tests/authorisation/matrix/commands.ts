/**
 * Every command: what is typed, and of what it may print. `$child`, `$worker` and `$dir` stand for ids of the town and for a
 * folder with one file of a council. Whatever else of anybody it prints is a fault. One that would destroy is typed as far
 * as it goes without being told twice.
 */
export type CommandRow = Readonly<{ types: readonly (readonly string[])[]; prints: readonly string[] }>;

export const commands: Readonly<Record<string, CommandRow>> = {
  import: { types: [['$dir'], ['$dir', '--apply']], prints: [] },
  council: { types: [['show']], prints: [] },
  cards: { types: [['--all', '--out', '$dir/cards.html']], prints: [] },
  audit: { types: [['verify']], prints: [] },
  'staff-link': { types: [['$worker'], ['nobody-at-all']], prints: [] },
  readers: { types: [[]], prints: [] },
  clock: { types: [[]], prints: [] },
  keys: { types: [[], ['status']], prints: [] },
  erase: { types: [[], ['$child']], prints: [] },
  doctor: { types: [[]], prints: [] },
  backup: { types: [[]], prints: [] },
  restore: { types: [[]], prints: [] }
};
