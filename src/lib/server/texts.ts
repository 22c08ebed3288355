import type { Settings } from './settings.ts';

/** A text message as we send it: plain words to one number (E.164), nothing about anybody. */
export type Text = Readonly<{ to: string; text: string }>;

/** The way text messages leave the house. Tests put in their own. */
export type TextTransport = Readonly<{
  /** Resolves when the service has taken it; throws `TextRefused` with a short code otherwise. */
  send(text: Text): Promise<void>;
  close(): void;
}>;

/** Why it was not taken, e.g. `503` or `TimeoutError`: never the number, never the words. */
export class TextRefused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`text message was not taken: ${code}`);
    this.name = 'TextRefused';
    this.code = code;
  }
}

/** ITU-T E.164. */
const telephone = /^\+[1-9]\d{7,14}$/;
const patience = 10_000;

/**
 * The transport of these settings, or null: this installation sends no text messages. It posts `{"to", "text"}` as JSON
 * with the token as bearer to HEARD_TEXTS_URL: what a council's own gateway, or three lines before any other, understands.
 */
export function openTexts(
  { textsUrl, textsToken }: Pick<Settings, 'textsUrl' | 'textsToken'>,
  post: typeof fetch = fetch
): TextTransport | null {
  if (!textsUrl || !textsToken) return null;
  return {
    async send({ to, text }) {
      if (!telephone.test(to)) throw new TextRefused('number');
      const answer = await post(textsUrl, {
        method: 'POST',
        headers: { authorization: `Bearer ${textsToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ to, text }),
        // A gateway that sends us elsewhere would be handed the token there.
        redirect: 'error',
        signal: AbortSignal.timeout(patience)
      }).catch((error: unknown) => {
        throw new TextRefused(error instanceof Error ? error.name : 'unknown');
      });
      // The status says whether it was taken: a line that breaks after it must not send the same words again.
      await answer.body?.cancel().catch(() => undefined);
      if (!answer.ok) throw new TextRefused(String(answer.status));
    },
    close: () => undefined
  };
}
