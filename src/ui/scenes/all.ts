import { desk, table, window } from './indoors.ts';
import { busStop, path } from './outdoors.ts';

/** Every scene. None has a person in it: the face that belongs there is put over it. */
export const scenes = { table, window, desk, path, 'bus-stop': busStop } as const;

export type SceneName = keyof typeof scenes;
