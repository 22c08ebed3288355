import type { Actor } from '#lib/context.ts';
import {
  self,
  selfBySecret,
  invited,
  contributor,
  iro,
  cover,
  command,
  anyStaff,
  whoeverWorks,
  settingUp,
  confirmed,
  manager,
  duty,
  team,
  socialWorker,
  admin,
  adminConfirmed,
  emergency,
  advocates,
  complaints,
  fits,
  type Grant,
  type Relation
} from './grants.ts';

/**
 * What each person may do: one table. A verb that is not here does not run; an actor it does not name is refused.
 * Reading rules of security.md 6.2, changed where decisions.md differs.
 */
export const permissions = {
  /* the child */
  'home.see': [self],
  'iro.see': [self, invited],
  'draft.open': [self],
  'draft.save': [self],
  'draft.see': [self],
  'contribution.send': [self],
  'contribution.see-own': [selfBySecret],
  'contribution.see-state': [self],
  'request.send': [self],
  'request.see-state': [self],
  'request.see-own': [selfBySecret],
  'request.take-back': [self],
  'talk.ask': [self],
  'talk.see-own': [self],
  'talk.cancel': [self],
  'iro.call': [selfBySecret],
  'hello.see': [self],
  'message.send': [self],
  'message.see-state': [self],
  'message.see-own': [selfBySecret],
  'message.say-late': [self],
  'secret.set': [self],
  'secret.check': [self],
  'device.remember': [selfBySecret],
  'band.choose': [self, iro, cover],
  'language.choose': [self],
  'look.choose': [self],
  'photo.see': [{ who: 'child' }, contributor, anyStaff],
  'team.see-open': [{ who: 'visitor' }, { who: 'child' }, contributor, whoeverWorks],

  /* parents, carers and professionals */
  'invitation.see-own': [invited],
  'invitation.language': [invited],
  'views.write': [invited],
  'views.send': [invited],
  'views.see-own': [invited],
  'request.send-about': [invited, iro, cover],
  'request.see-asked': [invited, iro, cover, emergency],

  'message.send-about': [invited],
  'message.see-about': [invited],

  /* signing in */
  'card.use': [{ who: 'visitor' }, { who: 'child' }, contributor, whoeverWorks],
  'link.use': [{ who: 'visitor' }, { who: 'child' }, contributor, whoeverWorks],
  'passkey.use': [{ who: 'visitor' }, { who: 'child' }, contributor, whoeverWorks],
  'session.end': [{ who: 'visitor' }, { who: 'child' }, contributor, whoeverWorks],
  'visit.lock': [self, invited],
  'entry.use': [{ who: 'visitor' }, { who: 'child' }, contributor, whoeverWorks],
  'entry.choose': [invited],
  'session.clear': [{ who: 'job' }],
  'recovery.use': [{ who: 'visitor' }, { who: 'child' }, contributor, whoeverWorks],
  'council-sign-in.use': [{ who: 'visitor' }, { who: 'child' }, contributor, whoeverWorks],
  'passphrase.use': [{ who: 'visitor' }, { who: 'child' }, contributor, whoeverWorks],
  'first.make': [{ who: 'job' }],
  'first.use': [{ who: 'visitor' }, { who: 'child' }, contributor, whoeverWorks],
  /* one's own ways to sign in, and where one is signed in */
  'ways.see': [whoeverWorks],
  'passkey.add': [settingUp, confirmed],
  'recovery.make': [settingUp, confirmed],
  'council-sign-in.join': [settingUp, confirmed],
  'passphrase.set': [settingUp, confirmed],
  'way.remove': [confirmed],
  'step-up.use': [anyStaff],
  'news.see': [anyStaff],
  'session.see-own': [contributor, anyStaff],
  'session.end-own': [contributor, anyStaff],
  /* who works here; whoever makes a link for somebody could become them, so both are told and it is confirmed */
  'worker.see': [admin],
  'worker.change': [adminConfirmed],
  'session.end-others': [adminConfirmed],
  'demo.sign-in': [{ who: 'visitor' }, { who: 'child' }, contributor, whoeverWorks],

  /* the IRO and whoever stands in */
  'inbox.see': [anyStaff],
  'child.see': [iro, cover, emergency],
  'child.profile': [self, iro, cover, emergency, command],
  'contribution.read': [iro, cover, emergency],
  'contribution.print': [iro, cover, emergency],
  'contribution.note': [iro, cover],
  'contribution.tell': [iro, cover],
  'item.finish': [iro, cover],
  /* who is asked, and what they gave by telephone or on paper */
  'invitation.see': [iro, cover, emergency],
  'invitation.make': [iro, cover],
  'invitation.change': [iro, cover],
  'letter.see': [iro, cover],
  'letter.post': [iro, cover],
  'views.enter': [iro, cover],
  'views.compare': [iro, cover, emergency],
  'watch.set': [iro, cover],
  'venue.set': [iro, cover],
  /* what a child asks for; whoever may read it answers it */
  'request.read': [iro, cover, emergency],
  'request.read-advocate': [advocates],
  'request.read-unsafe': [iro, cover, duty, manager, emergency],
  'request.read-ringing': [team, manager],
  /* what goes past whoever has the child: never by break-glass, which they might be let in by too */
  'request.read-managers': [manager],
  'request.read-complaint': [complaints, manager],
  'request.read-unsafe-past': [duty, manager],
  /* the talk before a review, a first hello, and what is said when the IRO changes */
  'talk.read': [iro, cover],
  'talk.answer': [iro, cover],
  'hello.say': [iro, cover],
  'hand-over.write': [iro, manager],
  'introduction.ask': [{ who: 'job' }],
  /* what somebody shows of themself */
  'page.see-own': [anyStaff],
  'page.save-own': [anyStaff],
  /* what a child, or somebody around them, writes to the IRO; a copy a child sends to the advocates; "not answered yet" */
  'message.read': [iro, cover, emergency],
  'message.answer': [iro, cover],
  'message.read-copy': [advocates],
  'message.late-manager': [manager],
  'message.late-advocate': [advocates],
  'desk.see': [anyStaff],
  'desk.take': [{ who: 'staff', relation: 'desk' }],
  'team.see': [manager],
  'audit.see-unusual': [manager],
  'audit.see-check': [manager, { who: 'staff', role: 'admin' }],
  'cover.make': [manager, command],
  'cover.see': [anyStaff],
  'absence.own': [anyStaff],
  'rota.set': [manager],
  'children.move': [manager],

  /* how a reviewer is rated: who said what is kept by nobody; a reviewer reads of themself only */
  'rating.offer': [self, invited],
  'rating.put-off': [self, invited],
  'rating.send': [self, invited],
  'ratings.see-own': [{ who: 'staff', role: 'iro' }],
  'ratings.see': [manager],
  'ratings.read-words': [manager],
  'ratings.release-words': [manager],
  'ratings.change': [manager],
  'ratings.see-changes': [{ who: 'child' }, contributor, anyStaff],
  'ratings.group': [{ who: 'job' }, command],
  'ratings.prove': [command],
  'page.vote': [{ who: 'visitor' }],
  'page.see-votes': [manager, admin],

  /* cards and secrets; whoever hands a card over may ask for one, and somebody else says yes */
  'card.see': [iro, cover, manager, socialWorker, advocates],
  'card.make': [command, iro, cover, manager],
  'card.ask': [socialWorker, advocates],
  'card.decide': [iro, cover, manager],
  'card.make-asked': [socialWorker, advocates],
  'card.end': [iro, cover, manager, socialWorker, advocates],
  'card.check': [iro, cover, manager, socialWorker, advocates],
  'card.list': [anyStaff],
  'secret.renew': [iro, cover, manager],
  /* how much a phone may show; a device handed over for one form */
  'privacy.choose': [selfBySecret, iro, cover, advocates],
  'device.hand': [iro, cover],
  'device.give-back': [self],

  /* one child opened by two people for an hour; a worry taken over by one named person */
  'emergency.find': [manager, admin],
  'emergency.ask': [manager, admin],
  'emergency.approve': [{ who: 'staff', role: 'manager', stepUp: true }],
  'emergency.refuse': [manager],
  'emergency.end': [manager, admin],
  'emergency.see': [manager, admin],
  'emergency.see-told': [iro, cover],
  'worry.take-over': [{ who: 'staff', role: 'manager', stepUp: true }],
  /* who looked: the child and their advocate see the same list */
  'looked.see-own': [selfBySecret],
  'looked.see': [iro, cover, advocates],

  /* somebody who says they are family; whoever they are, they send it as a visitor */
  'call-back.send': [{ who: 'visitor' }],
  'call-back.read': [team, manager],
  'call-back.note': [team, manager],

  /* who could not be told: around a child, and workers */
  'not-told.note': [{ who: 'job' }],
  'not-told.see': [anyStaff],
  'not-told.end': [iro, cover],
  'not-told.end-worker': [manager, admin],

  /* the host */
  'staff.save': [command, adminConfirmed],
  'child.save': [command],
  'contact.save': [command, iro, cover],
  'allocation.save': [command],
  'review.save': [command],
  'photo.save': [command],
  'import.stage': [command],
  'import.apply': [command],
  'source.find': [command],
  'link.make': [command, adminConfirmed],
  'desk.set': [command],
  'keys.keep': [command],
  'child.erase': [command],
  'council.set': [command],
  'guide.edit': [manager, admin],
  'guide.see': [{ who: 'visitor' }, { who: 'child' }, contributor, whoeverWorks],
  'council.see': [{ who: 'visitor' }, { who: 'child' }, contributor, whoeverWorks, command, { who: 'job' }],
  'readers.prove': [manager, command, { who: 'job' }],
  'items.climb': [{ who: 'job' }],
  'doors.prove': [command, { who: 'job' }],
  'outbox.look': [command, { who: 'job' }, manager, admin],
  'backup.make': [command],
  'backup.drill': [command],
  'outbox.send': [{ who: 'job' }],
  'audit.anchor': [{ who: 'job' }],
  'audit.verify': [{ who: 'job' }, command],
  'audit.prune': [command],
  'audit.restored': [command],
  'clock.watch': [{ who: 'job' }],
  'request.remind': [{ who: 'job' }]
} as const satisfies Record<string, readonly Grant[]>;

export type Verb = keyof typeof permissions;

/** The first grant of `verb` that fits this actor with these relations, or null: the verb is refused. */
export function grantFor(verb: Verb, actor: Actor, relations: ReadonlySet<Relation>): Grant | null {
  const grants: readonly Grant[] = permissions[verb];
  return grants.find((grant) => fits(grant, actor, relations)) ?? null;
}
