import type { Page } from '@playwright/test';

/** A browser's devices that make passkeys: Chromium's own, without a finger to press. */
export type Devices = Readonly<{
  /** From now on only this one answers, made anew when it is the first time. */
  only: (which: 'laptop' | 'phone') => Promise<void>;
}>;

/** Gives this page's browser a laptop and a phone. Nothing answers until one of them is chosen. */
export async function devicesOf(page: Page): Promise<Devices> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable', { enableUI: false });
  const made = new Map<string, string>();
  return {
    only: async (which) => {
      for (const [name, authenticatorId] of made)
        await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: name === which });
      if (made.has(which)) return;
      const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          ...{ protocol: 'ctap2', transport: which === 'laptop' ? 'internal' : 'usb', automaticPresenceSimulation: true },
          ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true }
        }
      });
      made.set(which, authenticatorId);
    }
  };
}
