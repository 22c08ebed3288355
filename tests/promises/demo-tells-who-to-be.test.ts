import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '#tests/setup/story.ts';

/** Adults who were asked, and two in the list to show that they cannot come in: one is not asked here, one has left. */
const adults = ['mother', 'father', 'carer', 'teacher'];
const shutOut = ['mother-excluded', 'ex-carer'];

test('the demo lists who one can be, and every sign-in link works again and again', async ({ demo, visit }) => {
  const people: unknown = JSON.parse(await readFile(join(demo.dir, 'demo', 'people.json'), 'utf8'));
  expect(people).toEqual(demo.people);
  for (const person of demo.people) {
    expect(new Set(Object.keys(person))).toEqual(
      new Set(['who', 'role', 'band', 'name', 'signInUrl', 'code', 'pin', 'pictures', 'why'])
    );
    expect([null, '8-11', '12-17', '4-7']).toContain(person.band);
    expect(person.signInUrl.startsWith(`${demo.url}/`)).toBe(true);
    if (person.pin !== null) expect(person.pin).toMatch(/^\d{6}$/);
    if (person.role === 'child') expect(person.code).toBeTruthy();
  }
  const offered = demo.people.map(({ role, band }) => [role, band]);
  for (const needed of [
    ['child', '8-11'],
    ['child', '12-17'],
    ['iro', null],
    ['cover iro', null],
    ['manager', null],
    ...adults.map((role) => [role, null])
  ])
    expect(offered).toContainEqual(needed);

  const page = await visit();
  for (const person of demo.people) {
    for (let times = 0; times < 2; times += 1) {
      if (shutOut.includes(person.who)) {
        expect(person.why).toContain('cannot come in');
        await page.goto(person.signInUrl);
        await expect(page).toHaveURL(/\/views\/in\?away=1$/);
        await expect(page.getByText('What you wrote is kept')).toBeVisible();
        await expect(page.getByRole('link', { name: 'Go on' })).toHaveCount(0);
        continue;
      }
      await page.goto(person.signInUrl);
      await expect(page).toHaveURL(homeOf(person.role));
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    }
  }
});

test('a name that nobody has in the demo answers as an address that is not there', async ({ demo, visit }) => {
  const page = await visit();
  const [nobody, nowhere] = await Promise.all(
    ['/demo/be/nobody-of-that-name', '/an-address-that-is-not-there'].map((path) => page.request.get(demo.url + path))
  );
  expect([nobody?.status(), nowhere?.status()]).toEqual([404, 404]);
  const titleOf = (html = '') => /<h1[^>]*>([^<]+)</.exec(html)?.[1];
  const said = titleOf(await nobody?.text());
  expect(said).toBeTruthy();
  expect(said).toBe(titleOf(await nowhere?.text()));
});

function homeOf(role: string): RegExp {
  if (role === 'child') return /\/me(\/welcome)?$/;
  return adults.includes(role) ? /\/views$/ : /\/staff/;
}

test('the demo names its address and its people when it is ready', ({ demo }) => {
  expect(demo.output()).toContain(`Heard is ready at ${demo.url}`);
  // The table names those one needs first; the others are in the list.
  for (const who of ['child-8-11', 'child-12-17', 'child-cover', 'iro', 'cover-iro', 'manager', 'mother', 'father']) {
    expect(demo.output()).toContain(demo.person(who).name);
    expect(demo.output()).toContain(demo.person(who).signInUrl);
  }
  // Who cannot come in is listed to show just that.
  for (const who of shutOut)
    expect(
      demo
        .output()
        .split('\n')
        .find((line) => line.includes(demo.person(who).signInUrl))
    ).toContain('cannot come in');
  // Nobody posts the letter to whoever looks round: its code stands beside the person.
  expect(demo.output()).toContain(`(code ${demo.person('mother').code})`);
});
