import { axeClean, axeColours, noSidewaysScroll, targetsBigEnough } from '#tests/setup/checks.ts';
import { groups, show, type Screen } from '#tests/setup/screens.ts';
import { expect, test } from '#tests/setup/story.ts';

test.describe.configure({ mode: 'parallel' });

/** Whose fingers want 44 px: everybody's but workers'. */
const onPhones = new Set(['open', 'mid', 'teen', 'adults', 'adults-sent']);
/** Each look once in the dark: the others have the same colours under other words. */
const inTheDark = new Set(['open', 'mid', 'adults', 'staff', 'gallery']);

/**
 * One screen in one direction, and (of one group a look) in the dark. All that is wrong with it is told at once. Mirrored it is the same page in
 * another place: what axe says of it there is for the audit (`npm run audit`).
 */
async function look(screen: Screen, group: string, mirrored: boolean): Promise<void> {
  const { page } = screen;
  const called = `${group} ${screen.name}${mirrored ? ', mirrored' : ''}`;
  // A colour that is still changing is no colour of the page.
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await show(screen, mirrored);
  if (!mirrored) await axeClean(page, called);
  await noSidewaysScroll(page, called);
  if (onPhones.has(group)) await targetsBigEnough(page, called);
  if (mirrored || !inTheDark.has(group)) return;
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await axeColours(page, `${called}, dark`);
}

for (const group of groups) {
  test(`every ${group.name} screen: both looks, both directions, 320 px`, async ({ demo, visit, expectErrors }) => {
    // One of the screens is that of an address that does not exist.
    expectErrors(/status of 404/);
    const screens = await group.ready(demo, () => visit());
    expect(screens.length).toBeGreaterThan(2);
    for (const screen of screens) {
      await look(screen, group.name, false);
      await look(screen, group.name, true);
    }
  });
}
