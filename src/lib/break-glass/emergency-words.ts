import { timeInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { EmergencyShown } from './reading.server.ts';

/** One of them in words; `when` and `until` come in words already. */
export function emergencyInWords(words: Words, one: EmergencyShown, { when, until }: { when: string; until: string }): string {
  return words.t(`break-glass:state.${one.state}`, { ...namesIn(one), when, until });
}

/** Whose it is, who asked and who said yes. */
export const namesIn = ({ child, asker, approver }: EmergencyShown) => ({
  child: child.lastInitial === '' ? child.called : `${child.called} ${child.lastInitial}`,
  asker,
  approver: approver ?? ''
});

/** That the page is read by break-glass, and until when; null: it is not. */
export const emergencyNowInWords = (words: Words, one: EmergencyShown | null): string | null =>
  one === null ? null : words.t('break-glass:now', { until: timeInWords(words.language, one.endsAt ?? '') });
