import ts from 'typescript';
import { placeOf } from './fences.ts';
import { deletesEverywhere, writesAtBirth, writesByList } from './house.ts';
import { scriptOf, type Source } from './sources.ts';

/** Table to the room that writes it, from the headings (`/* people *\/`) of tables.ts. */
export function writersOf(tables: Source): Map<string, string> {
  const owners = new Map<string, string>();
  let room = '';
  for (const line of tables.text.split('\n')) {
    room = /^ {2}\/\* (.+) \*\/$/.exec(line)?.[1] ?? room;
    const table = /^ {2}([a-z_]+): \{/.exec(line)?.[1];
    if (table) owners.set(table, room);
  }
  return owners;
}

const writing = ['insertInto', 'updateTable', 'deleteFrom', 'replaceInto', 'mergeInto'];
const asking = [...writing, 'selectFrom'];

type Use = Readonly<{ how: string; table: string }>;

/** Every table a file names in a query, and how. */
function usesOf(source: Source): Use[] {
  const found: Use[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      asking.includes(node.expression.name.text)
    ) {
      const [first] = node.arguments;
      if (first && ts.isStringLiteral(first))
        found.push({ how: node.expression.name.text, table: first.text.split(' ')[0] ?? '' });
    }
    ts.forEachChild(node, visit);
  };
  visit(scriptOf(source));
  return found;
}

/** Tables written by a room that does not own them, and SQL where none belongs. */
export function tableFaults(source: Source, owners: ReadonlyMap<string, string>): string[] {
  const here = placeOf(source.path);
  const holder = here?.place === 'server' ? 'lib/server' : here?.room;
  return [
    ...listed(source),
    ...usesOf(source).flatMap(({ how, table }) => {
      const owner = owners.get(table);
      if (!owner) return [`${source.path} asks for the table ${table}, which tables.ts does not have.`];
      if (how === 'deleteFrom' && here?.room === deletesEverywhere.room) return [];
      if (how === 'insertInto' && source.path === writesAtBirth.file && table === writesAtBirth.table) return [];
      if (writing.includes(how) && owner !== holder)
        return [`${source.path} writes ${table}: only ${owner} does; ask one of its verbs.`];
      const belongs = here?.place === 'shelf' || here?.place === 'server' || source.path.endsWith('.server.ts');
      return belongs && here?.place !== 'door'
        ? []
        : [`${source.path} asks the database for ${table}: ask a verb of the room ${owner}.`];
    })
  ];
}

/** Writing a table whose name comes out of a list: the tables' own rooms do not know of it, so it is said in house.ts. */
function listed({ path, text }: Source): string[] {
  const found = [...text.matchAll(/\b(update|insert into|delete from|truncate)\s+\$\{/g)].map(([, how]) => how ?? '');
  return found
    .filter((how) => !writesByList.some((may) => may.file === path && may.how === how))
    .map((how) => `${path} writes tables by a list (${how}): name the table, or say why in tests/architecture/house.ts.`);
}
