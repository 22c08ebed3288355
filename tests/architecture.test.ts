import { describe, expect, it, test } from 'vitest';
import { crossed, pathOf, placeOf } from './architecture/fences.ts';
import { dataFiles, englishMayStand, exceptions, packages, rooms, sizes } from './architecture/house.ts';
import { emoji, markupFaults, physicalSides, sentencesIn, strangers } from './architecture/markup.ts';
import { functionsOf, isData, linesOf, ninetyFifth, tooLong } from './architecture/sizes.ts';
import { importsOf, sourcesIn, type Source } from './architecture/sources.ts';
import { tableFaults, writersOf } from './architecture/tables.ts';

const all = sourcesIn('src', ['.ts', '.svelte', '.css', '.html']);
const code = all.filter(({ path }) => /\.(ts|svelte)$/.test(path));
const components = all.filter(({ path }) => path.endsWith('.svelte'));
const tables = writersOf(code.find(({ path }) => path === 'src/lib/server/database/tables.ts') ?? { path: '', text: '' });
const speaksEnglish = ({ path }: Source) => Object.keys(englishMayStand).some((folder) => path.startsWith(folder));

describe('the fences of the house', () => {
  it('are crossed by no file', () => {
    expect(code.flatMap((source) => crossed(source))).toEqual([]);
  });

  it('have no gate left open that nobody uses', () => {
    const unused = exceptions.filter(({ file, may }) => {
      const source = code.find(({ path }) => path === file);
      return !source || !importsOf(source).some(({ from }) => placeOf(pathOf(from, file) ?? '')?.place === may);
    });
    expect(unused).toEqual([]);
    expect(
      [...Object.values(packages).flat(), ...Object.keys(dataFiles)].filter(
        (path) => !all.some((source) => source.path.startsWith(path))
      )
    ).toEqual([]);
  });

  it('give every table one writing room, and keep SQL off the doors and pages', () => {
    expect(tables.size).toBeGreaterThan(20);
    expect([...tables].filter(([, room]) => room !== 'lib/server' && !(rooms as readonly string[]).includes(room))).toEqual([]);
    expect(code.flatMap((source) => tableFaults(source, tables))).toEqual([]);
  });
});

describe('sizes', () => {
  it('stay under their ceilings', () => {
    expect(code.flatMap(tooLong)).toEqual([]);
  });

  it('are small as a habit', () => {
    expect(ninetyFifth(all.filter((source) => !isData(source)).map(linesOf))).toBeLessThanOrEqual(sizes.fileNinetyFifth);
    expect(ninetyFifth(code.flatMap(functionsOf).map(({ lines }) => lines))).toBeLessThanOrEqual(sizes.functionNinetyFifth);
  });
});

describe('what people read and see', () => {
  it('is said in src/locales, not in a component or in TypeScript', () => {
    expect(components.flatMap(markupFaults)).toEqual([]);
    expect(code.filter((source) => !speaksEnglish(source)).flatMap(sentencesIn)).toEqual([]);
  });

  it('has no left and no right, so that a mirrored page is mirrored', () => {
    expect(all.flatMap(physicalSides)).toEqual([]);
  });

  it('comes from us alone, drawn by us alone', () => {
    expect(all.flatMap(strangers)).toEqual([]);
    expect(all.flatMap(emoji)).toEqual([]);
  });
});

/** A file that nobody has, to see that the fences hold: what crosses, and the sentence it is told. */
const wrong: readonly (readonly [string, string, string, string])[] = [
  [
    'a page that asks a verb',
    'src/routes/me/+page.svelte',
    "<script>import { childFor } from '#lib/children/children.server.ts';</script>",
    'src/routes/me/+page.svelte imports #lib/children/children.server.ts: a page may not import a verb'
  ],
  [
    "a route that opens a room's shelf",
    'src/routes/me/+page.server.ts',
    "import { childRow } from '#lib/children/store.server.ts';",
    'the shelf of children is opened by its own verbs only; ask the room children'
  ],
  [
    "a room that opens another room's shelf",
    'src/lib/inbox/inbox.server.ts',
    "import { itemRow } from '#lib/routing/store.server.ts';",
    'the shelf of routing is opened by its own verbs only; ask the room routing'
  ],
  [
    'a room that leans on a room below it',
    'src/lib/routing/routing.server.ts',
    "import { nextReview } from '#lib/reviews/reviews.server.ts';",
    'routing stands above reviews and may lean only on rooms above itself. Let reviews ask routing'
  ],
  [
    'the same by import()',
    'src/lib/audit/audit.server.ts',
    "const people = await import('#lib/people/people.server.ts');",
    'audit stands above people'
  ],
  [
    'the same by passing on',
    'src/lib/children/child.ts',
    "export { need } from '#lib/inbox/need.ts';",
    'children stands above inbox'
  ],
  [
    'a noun that asks a verb',
    'src/lib/reviews/clock.ts',
    "import { councilSettings } from '#lib/council/council.server.ts';",
    'a noun may not import a verb'
  ],
  [
    'a store that knows the rules',
    'src/lib/people/store.server.ts',
    "import { working } from './staff.ts';",
    'a store may not import a noun'
  ],
  [
    'a form with code in it',
    'src/forms/views-8-11.ts',
    "import { next } from '#lib/journeys/walk.ts';",
    'a form may not import a noun; stay data'
  ],
  [
    'a component of ui that knows a child',
    'src/ui/Header.svelte',
    "<script>import { isBand } from '#lib/children/child.ts';</script>",
    'src/ui may not import a noun'
  ],
  ['words that know a room', 'src/locales/words.ts', "import { isBand } from '#lib/children/child.ts';", 'words know no rooms'],
  [
    'the ground floor looking up',
    'src/lib/server/clock.ts',
    "import { nextReview } from '#lib/reviews/reviews.server.ts';",
    'src/lib/server may not import a verb'
  ],
  [
    'the ground leaning on a room',
    'src/lib/permissions.ts',
    "import { holderOf } from '#lib/routing/routing.server.ts';",
    'may not import a verb; be asked by the rooms'
  ],
  [
    'lucia by a second door',
    'src/hooks.server.ts',
    "import { Lucia } from 'lucia';",
    'lucia has one door: ask src/lib/sign-in/lucia.server.ts'
  ],
  [
    'a climbing import',
    'src/lib/inbox/inbox.server.ts',
    "import { x } from '../people/people.server.ts';",
    'do not climb; write #lib/people/people.server.ts'
  ],
  [
    'an import without its ending',
    'src/lib/inbox/inbox.server.ts',
    "import { x } from '#lib/people/people.server';",
    'write the file ending'
  ],
  ['a file whose name says nothing', 'src/lib/inbox/helpers.ts', 'export const x = 1;', 'is called helpers, which says nothing'],
  ['a room that is not in the list', 'src/lib/extras/extras.server.ts', 'export const x = 1;', 'stands in a room nobody knows']
];

test.each(wrong)('%s is named', (_, path, text, sentence) => {
  const faults = crossed({ path, text });
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(path);
  expect(faults[0]).toContain(sentence);
});

describe('the other checks', () => {
  const component = (text: string): Source => ({ path: 'src/routes/me/+page.svelte', text });

  it('name SQL in a route, and a table written by a stranger', () => {
    const route = { path: 'src/routes/me/+page.server.ts', text: "await ctx.db.selectFrom('children').selectAll().execute();" };
    const stranger = { path: 'src/lib/inbox/store.server.ts', text: "await ctx.db.updateTable('items').set({}).execute();" };
    expect(tableFaults(route, tables)).toEqual([
      'src/routes/me/+page.server.ts asks the database for children: ask a verb of the room children.'
    ]);
    expect(tableFaults(stranger, tables)).toEqual([
      'src/lib/inbox/store.server.ts writes items: only routing does; ask one of its verbs.'
    ]);
  });

  it('name English in a component, wherever it hides', () => {
    const hiding = [
      '<p>Hello</p>',
      '<button aria-label="Close">{x}</button>',
      "<p>{open ? 'Shut' : say.open}</p>",
      '<p>{`Hello ${name}`}</p>',
      '{#if x}<b>Hi</b>{/if}',
      '<More title={"Say more"} />'
    ];
    expect(hiding.map((text) => markupFaults(component(text)).length)).toEqual(hiding.map(() => 1));
    expect(markupFaults(component('<p class="lead">{say.hello}: {count}, 3 × {n} – {x}%</p>'))).toEqual([]);
    expect(sentencesIn({ path: 'src/lib/inbox/row.ts', text: "const text = 'Read by nobody yet';" })).toHaveLength(1);
  });

  it('name a style attribute, raw markup, a physical side, a stranger and an emoji', () => {
    expect(markupFaults(component('<p style="color: red">{x}</p>'))).toHaveLength(1);
    expect(markupFaults(component('<p style:color={x}>{x}</p>'))).toHaveLength(1);
    expect(markupFaults(component('{@html x}'))).toHaveLength(1);
    const sides = ['margin-left: 1rem', 'left: 0', 'text-align: right', 'border-right-width: 1px'];
    expect(sides.flatMap((rule) => physicalSides(component(`<style>p { ${rule}; }</style>`)))).toHaveLength(sides.length);
    expect(physicalSides(component('<style>p { margin-inline-start: 1rem; /* left: 0 */ }</style>'))).toEqual([]);
    expect(strangers(component('<img src="https://elsewhere.example/x.png" />'))).toHaveLength(1);
    expect(emoji(component('<p>\u{1F600}</p>'))).toHaveLength(1);
  });

  it('name what has grown too long', () => {
    const lines = (n: number) => Array.from({ length: n }, (_, i) => `  x(${i});`).join('\n');
    expect(tooLong({ path: 'src/lib/inbox/row.ts', text: `function go() {\n${lines(49)}\n}` })).toEqual([
      'src/lib/inbox/row.ts: go has 51 lines; the ceiling is 50.'
    ]);
    expect(tooLong({ path: 'src/lib/inbox/row.ts', text: lines(251) })).toHaveLength(1);
  });
});
