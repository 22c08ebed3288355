import { clientOf, type NotifySettings } from '../notify.ts';
import { patience } from '../refused.ts';

type Channel = keyof NotifySettings['templates'];

/** What each of our templates must have in its places: everything else is our own words (docs/operating.md). */
const wanted: Readonly<Record<Channel, { type: string; subject: boolean }>> = {
  email: { type: 'email', subject: true },
  text: { type: 'sms', subject: false },
  letter: { type: 'letter', subject: true }
};

/**
 * Asks GOV.UK Notify for each template that is set, which proves the key, the clock and the template; nothing is sent. Returns what
 * is wrong, one short line each; an answer of another kind is a line too.
 */
export async function lookAtNotify(notify: NotifySettings): Promise<string[]> {
  const client = await clientOf(notify, patience);
  const faults: string[] = [];
  for (const channel of ['email', 'text', 'letter'] as const) {
    const id = notify.templates[channel];
    if (id === null) continue;
    try {
      faults.push(...faultsOf(channel, (await client.getTemplateById(id)).data));
    } catch (error) {
      faults.push(`${channel}: ${saidBy(error)}`);
    }
  }
  return faults;
}

type Template = Readonly<{ type: string; body: string; subject?: string }>;

function faultsOf(channel: Channel, { type, body, subject = '' }: Template): string[] {
  const { type: of, subject: hasSubject } = wanted[channel];
  if (type !== of) return [`${channel}: the template is of another kind`];
  if (!body.includes('((body))')) return [`${channel}: the template lacks ((body))`];
  return hasSubject && !subject.includes('((subject))') ? [`${channel}: the template lacks ((subject))`] : [];
}

function saidBy(error: unknown): string {
  const response: unknown = error instanceof Error && 'response' in error ? error.response : null;
  if (typeof response === 'object' && response !== null && 'status' in response) return `it answers ${String(response.status)}`;
  return error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
}
