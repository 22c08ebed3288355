import { doors, type Area } from '#lib/sign-in/areas.ts';

/** Every route there is and who may come in there. */
export const areas = (): { route: string; area: Area }[] => Object.entries(doors).map(([route, { area }]) => ({ route, area }));
