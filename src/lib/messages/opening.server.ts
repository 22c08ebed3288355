import type { Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import type { Relation } from '#lib/grants.ts';
import { grantFor, type Verb } from '#lib/permissions.ts';
import { allow, onlyByEmergency, relationsTo } from '#lib/relations.server.ts';
import type { NewItem } from '#lib/routing/item.ts';
import { isKeptFrom } from '#lib/routing/items.server.ts';
import { rules, type ItemKind } from '#lib/routing/rules.ts';

/** Who may open what an item of messages brings; who never may, whatever else they are, is in the rules of the items. */
export const mayOpen = {
  message: 'message.read',
  'message-copy': 'message.read-copy',
  'message-late': 'message.late-manager',
  'message-late-advocate': 'message.late-advocate'
} as const satisfies Partial<Record<ItemKind, Verb>>;

export type MessageItem = keyof typeof mayOpen;
export const isMessageItem = (kind: string): kind is MessageItem => Object.hasOwn(mayOpen, kind);

/** Whether the person signed in may open an item of this kind about this child. For verbs that list what there is. */
export async function mayOpenItem(ctx: Context, kind: MessageItem, childId: string): Promise<boolean> {
  const { held } = await relationsTo(ctx, childId);
  return grantFor(mayOpen[kind], ctx.actor, held) !== null && !isNever(kind, held);
}

const isNever = (kind: MessageItem, held: ReadonlySet<Relation>): boolean =>
  rules[kind].never?.some((relation) => held.has(relation)) ?? false;

type Brought = Readonly<{ subject: NewItem['subject']; subjectId: string }>;

/**
 * Asks whether the person signed in may, at the head of a verb; `not-found` for everybody else, and for whom it is kept from
 * (`brought`: what the item is about). For this room's verbs.
 */
export async function allowToOpen(ctx: Context, kind: MessageItem, childId: string, brought: Brought | null = null) {
  if (ctx.actor.kind !== 'staff') throw notFound();
  const read = mayOpen[kind];
  const relations = await allow(ctx, read, childId);
  if (isNever(kind, relations.held)) throw notFound();
  if (brought && (await isKeptFrom(ctx, brought.subject, brought.subjectId, ctx.actor.id))) throw notFound();
  return {
    staffId: ctx.actor.id,
    coverId: relations.held.has('allocated') ? null : relations.coverId,
    emergency: onlyByEmergency(ctx, read, relations)
  };
}
