import { axeClean, axeColours, noSidewaysScroll, targetsBigEnough } from '#tests/setup/checks.ts';
import { groups, show, type Screen } from '#tests/setup/screens.ts';
import { expect, test } from '#tests/setup/story.ts';

test.describe.configure({ mode: 'parallel' });

/** Whose fingers want 44 px: everybody's but workers'. */
const onPhones = new Set(['open', 'mid', 'teen', 'adults', 'adults-sent']);

/**
 * One screen in one direction, and once in the dark. All that is wrong with it is told at once. Mirrored it is the same page in
 * another place: what axe says of it there is for the audit (`npm run audit`).
 */
async function look(screen: Screen, called: string, mirrored: boolean, phone: boolean): Promise<void> {
  const { page } = screen;
  // A colour that is still changing is no colour of the page.
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await show(screen, mirrored);
  if (!mirrored) await axeClean(page, called);
  await noSidewaysScroll(page, called);
  if (phone) await targetsBigEnough(page, called);
  if (mirrored) return;
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await axeColours(page, `${called}, dark`);
}

for (const group of groups) {
  test(`every ${group.name} screen: both looks, both directions, 320 px`, async ({ demo, visit, expectErrors }) => {
    test.setTimeout(480_000);
    // One of the screens is that of an address that does not exist.
    expectErrors(/status of 404/);
    const screens = await group.ready(demo, () => visit());
    expect(screens.length).toBeGreaterThan(2);
    for (const screen of screens) {
      await look(screen, `${group.name} ${screen.name}`, false, onPhones.has(group.name));
      await look(screen, `${group.name} ${screen.name}, mirrored`, true, onPhones.has(group.name));
    }
  });
}
