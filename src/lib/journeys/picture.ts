import type { Question } from '#lib/journeys/form.ts';
import { pictures, type PictureName } from '#ui/pictures/all.ts';

/** The drawing that stands beside a choice; null when the form names none. */
export function pictureOf(question: Question, option: string): PictureName | null {
  const name = question.pictures?.[option];
  return name !== undefined && isDrawn(name) ? name : null;
}

const isDrawn = (name: string): name is PictureName => Object.hasOwn(pictures, name);
