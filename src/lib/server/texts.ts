import { patience, Refused, type Remedy } from './refused.ts';
import type { Settings } from './settings.ts';

/** A text message as we send it: plain words to one number (E.164), nothing about anybody. `id` is the outbox's. */
export type Text = Readonly<{ id: string; to: string; text: string }>;

/** The way text messages leave the house. Tests put in their own. */
export type TextTransport = Readonly<{
  /** Resolves when the service has taken it; throws `TextRefused` with a short code otherwise. */
  send(text: Text): Promise<void>;
  close(): void;
}>;

/** Why it was not taken, e.g. `503` or `TimeoutError`: never the number, never the words. */
export class TextRefused extends Refused {
  constructor(code: string, remedy: Remedy = 'later') {
    super('text message', code, remedy);
    this.name = 'TextRefused';
  }
}

/** ITU-T E.164. */
const telephone = /^\+[1-9]\d{7,14}$/;

/** Throws `TextRefused` for what is no number. */
export function refuseUnfitText({ to }: Pick<Text, 'to'>): void {
  if (!telephone.test(to)) throw new TextRefused('number', 'address');
}

/**
 * The transport of these settings, or null: this installation sends no text messages. It posts `{"to", "text"}` as JSON
 * with the token as bearer, and the id as Idempotency-Key, to HEARD_TEXTS_URL: what a council's own gateway, or three lines before any other, understands.
 */
export function openTexts(
  { textsUrl, textsToken }: Pick<Settings, 'textsUrl' | 'textsToken'>,
  post: typeof fetch = fetch
): TextTransport | null {
  if (!textsUrl || !textsToken) return null;
  return {
    async send({ id, to, text }) {
      refuseUnfitText({ to });
      const answer = await post(textsUrl, {
        method: 'POST',
        headers: { authorization: `Bearer ${textsToken}`, 'content-type': 'application/json', 'idempotency-key': id },
        body: JSON.stringify({ to, text }),
        // A gateway that sends us elsewhere would be handed the token there.
        redirect: 'error',
        signal: AbortSignal.timeout(patience.whole)
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
