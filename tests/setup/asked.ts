import { saveContact } from '#lib/children/children.server.ts';
import type { ContactRelation } from '#lib/children/contact.ts';
import { within } from '#lib/context.ts';
import { askForCode, type AskingWith } from '#lib/invitations/asking-in.server.ts';
import { useCode, useLetter } from '#lib/invitations/entering.server.ts';
import type { Part } from '#lib/invitations/invitation.ts';
import { letterFor } from '#lib/invitations/letters.server.ts';
import { reachIndex, sendBy } from '#lib/invitations/sending.server.ts';
import { invitationById } from '#lib/invitations/store.server.ts';
import type { Mail } from '#lib/server/mail.ts';
import type { Text } from '#lib/server/texts.ts';
import { setCouncil } from '#lib/council/council.server.ts';
import { sendOutbox } from '#jobs/send-outbox.ts';
import { command, job, visitor } from './app.ts';
import { cast } from './cast.ts';

export const origin = 'https://say.example';

export type AskedHow = Readonly<{
  childId?: string;
  relation?: ContactRelation;
  part?: Part;
  language?: string;
}>;

/** The town of `cast`, where people around its children are asked, and a post office that keeps what goes out. */
export async function askedTown() {
  const t = await cast();
  await setCouncil(t.cmd(), 'name', 'Northmere Council');
  const mails: Mail[] = [];
  const texts: Text[] = [];
  const close = () => undefined;
  const carriers = {
    mail: { send: async (mail: Mail) => void mails.push(mail), close },
    texts: { send: async (text: Text) => void texts.push(text), close }
  };
  const iro = () => t.asStaff(t.sam);
  /** Somebody new, asked by this way; `at` is their address, number, or (for a letter) anything. */
  const ask = async (way: 'email' | 'text' | 'letter', at: string, how: AskedHow = {}) => {
    const childId = how.childId ?? t.robin;
    const contactId = await saveContact(t.cmd(), {
      childId,
      relation: how.relation ?? 'mother',
      name: `Dawn Quill of ${at}`,
      email: way === 'email' ? at : null,
      phone: way === 'text' ? at : null,
      mayInvite: true
    });
    const id = t.cmd().ids();
    const now = t.cmd().now.toISOString();
    await t.app.database.db
      .insertInto('invitations')
      .values({
        ...{ id, contact_id: contactId, child_id: childId, review_id: childId === t.robin ? t.review : null },
        ...{ part: how.part ?? 'invited', form: 'parent', role: null, way },
        ...{ reach_index: way === 'letter' ? null : reachIndex(t.cmd(), way, at), language: how.language ?? 'en' },
        ...{ tells_day: 1, tells_venue: 0, words_sealed: null, rev: 1 },
        ...{ made_at: now, made_by: t.sam, changed_at: now, opened_at: null, withdrawn_at: null }
      })
      .execute();
    return { id, contactId, childId };
  };
  const send = (invitationId: string) => within(iro(), (ctx) => sendBy(ctx, invitationId));
  const deliver = async () => {
    while ((await sendOutbox(t.as(job), carriers.mail, origin, carriers.texts)) > 0);
  };
  /** Everything that went out to this address or number, the newest last. */
  const postTo = (to: string) => [...mails, ...texts].filter((post) => post.to === to).map(({ text }) => text);
  /** What this finds in the newest thing that went there and has it. */
  const lastTo = async (to: string, wanted: RegExp): Promise<string> => {
    await deliver();
    return (
      postTo(to)
        .flatMap((text) => wanted.exec(text)?.[1] ?? [])
        .at(-1) ?? ''
    );
  };
  return {
    ...{ ...t, iro, ask, send, deliver, mails, texts, carriers, postTo },
    /** The last part of the link in what was sent there last. */
    linkTo: (to: string) => lastTo(to, /\/views\/in\/([\w-]+)/),
    /** The code that was sent there last. */
    codeTo: (to: string) => lastTo(to, /\b(\d{4} \d{4})\b/),
    /** Asks for a code in a browser; gives what its cookie holds then. */
    wants: async (asking: AskingWith, browser?: string) => (await askForCode(t.as(visitor), asking, browser)).browserToken,
    types: (code: string, browser: string | undefined) => useCode(t.as(visitor), code, browser),
    opensLetter: (code: string) => useLetter(t.as(visitor), code),
    letter: async (invitationId: string) => {
      const { letterId } = await send(invitationId);
      return letterFor(iro(), letterId ?? '', origin);
    },
    rowOf: (id: string) => invitationById(t.as(command), id),
    change: (id: string, set: Partial<{ withdrawn_at: string; part: Part; way: string; reach_index: string }>) =>
      t.app.database.db.updateTable('invitations').set(set).where('id', '=', id).execute()
  };
}

export type AskedTown = Awaited<ReturnType<typeof askedTown>>;
