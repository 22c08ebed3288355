import { beside, besideEach } from '#locales/beside.ts';
import type { PageServerLoad } from './$types';

/** Numbers that answer when there is no signal for anything but a call. The same for everybody: a device keeps this page. */
export const load: PageServerLoad = ({ locals }) => {
  const { council, words } = locals;
  const help = words.section('help', { number: council.childline, hours: council.officeHours });
  const call = (number: string | null) => (number ? { number, label: words.t('offline:call', { number }) } : null);
  return {
    say: words.section('offline', { number: '' }),
    beside: besideEach(words, 'offline:', ['text', 'stillHelp', 'outOfHours']),
    know: words.t('guides:link'),
    emergency: help.call999,
    childline: { number: council.childline, label: help.childline, about: beside(words, 'help:childlineText') },
    office: call(council.officePhone),
    outOfHours: call(council.outOfHoursPhone)
  };
};
