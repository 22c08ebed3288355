import { saveChild, saveContact } from '#lib/children/children.server.ts';
import type { Context } from '#lib/context.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { saveReview } from '#lib/reviews/reviews.server.ts';
import { startOfDay } from '#lib/routing/cover.ts';
import { makeCover, saveAllocation } from '#lib/routing/routing.server.ts';
import { dayAfter } from './days.ts';
import type { Entity, Found } from './record.ts';
import * as sources from './sources.store.server.ts';

/** What an applier needs: the id the record has here (null: it is new), and the ids of what it names. */
export type Applying = Readonly<{
  ctx: Context;
  id: string | null;
  /** The fields in which the file differs from what it said last; null: the record is new. */
  changed: readonly string[] | null;
  /** The id of the child or worker with this key. Throws when there is none: the row is then left out. */
  idOf: (names: 'child' | 'staff', key: string | undefined) => string;
}>;

type Applier<E extends Entity> = (found: Found<E>, applying: Applying) => Promise<string>;

/** A role that no file dates holds from long ago. */
const ALWAYS = '2000-01-01';

const withId = <T extends object>(values: T, id: string | null): T & { id?: string } =>
  id === null ? values : { ...values, id };

const staff: Applier<'staff'> = ({ fields: { roles, desks: _desks, ...person } }, { ctx, id }) => {
  const held = roles && { roles: roles.map((role) => ({ role, fromOn: ALWAYS, toOn: null })) };
  return saveStaff(ctx, withId({ ...person, ...held }, id));
};

/** What a child or their IRO may have chosen here since: only a change in the file itself comes over it. */
function withoutChosen(fields: Found<'child'>['fields'], changed: Applying['changed']): Found<'child'>['fields'] {
  if (changed === null) return fields;
  const { band, privacy, language, ...rest } = fields;
  return {
    ...rest,
    ...(band && changed.includes('band') && { band }),
    ...(privacy && changed.includes('privacy') && { privacy }),
    ...(language && changed.includes('language') && { language })
  };
}

/** A child whose record was merged: what points at the old key points at the other record from now on. */
const child: Applier<'child'> = async ({ fields: sent, refs }, { ctx, id, changed, idOf }) => {
  const fields = withoutChosen(sent, changed);
  if (refs.mergedInto === undefined) return saveChild(ctx, withId(fields, id));
  const into = idOf('child', refs.mergedInto);
  if (id !== null && id !== into) await saveChild(ctx, { ...fields, id, status: 'merged', mergedInto: into });
  return into;
};

const contact: Applier<'contact'> = ({ fields, refs }, { ctx, id, idOf }) =>
  saveContact(ctx, withId({ ...fields, childId: idOf('child', refs.child) }, id));

const allocation: Applier<'allocation'> = async ({ fields, refs }, { ctx, id, idOf }) => {
  const now = id === null || fields.toOn !== undefined ? undefined : await sources.allocationNow(ctx, id);
  const people = { childId: idOf('child', refs.child), staffId: idOf('staff', refs.staff) };
  return saveAllocation(
    ctx,
    withId({ ...people, role: fields.role, fromOn: fields.fromOn, toOn: fields.toOn ?? now?.to_on ?? null }, id)
  );
};

/** Both days of a file count, to their ends in the United Kingdom. */
const span = ({ fromOn, toOn }: { fromOn: string; toOn: string }) => ({
  fromAt: startOfDay(fromOn),
  toAt: startOfDay(dayAfter(toOn, 1))
});

const cover: Applier<'cover'> = ({ fields, refs }, { ctx, id, idOf }) =>
  makeCover(
    ctx,
    withId({ childId: idOf('child', refs.child), coverId: idOf('staff', refs.staff), ...span(fields), reason: 'cover' }, id)
  );

const absence: Applier<'absence'> = ({ fields, refs }, { ctx, id, idOf }) =>
  makeCover(
    ctx,
    withId(
      { absentId: idOf('staff', refs.staff), coverId: idOf('staff', refs.coveredBy), ...span(fields), reason: 'absence' },
      id
    )
  );

const review: Applier<'review'> = async ({ fields, refs }, { ctx, id, idOf }) => {
  const now = id === null ? undefined : await sources.reviewNow(ctx, id);
  return saveReview(
    ctx,
    withId(
      {
        childId: idOf('child', refs.child),
        dueOn: fields.dueOn === undefined ? (now?.due_on ?? null) : fields.dueOn,
        plannedOn: fields.plannedOn === undefined ? (now?.planned_on ?? null) : fields.plannedOn,
        heldOn: fields.heldOn === undefined ? (now?.held_on ?? null) : fields.heldOn,
        cancelled: fields.cancelled ?? now?.cancelled === 1,
        participation: fields.participation === undefined ? (now?.participation ?? null) : fields.participation
      },
      id
    )
  );
};

/** Writes one record through its room's verb, in the caller's transaction. Returns its id here. */
export function apply(found: Found, applying: Applying): Promise<string> {
  switch (found.entity) {
    case 'staff':
      return staff(found, applying);
    case 'child':
      return child(found, applying);
    case 'contact':
      return contact(found, applying);
    case 'allocation':
      return allocation(found, applying);
    case 'cover':
      return cover(found, applying);
    case 'absence':
      return absence(found, applying);
    case 'review':
      return review(found, applying);
  }
}
