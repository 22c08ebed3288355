import { render } from '@testing-library/svelte';
import { adultForms, formFor } from '#forms/forms.ts';
import { askedOf, fieldWords } from '#lib/journeys/asked.ts';
import type { Answer, Asked, KindCode } from '#lib/journeys/form.ts';
import type { FieldProps } from '#lib/journeys/kind.ts';
import { fields } from '#lib/journeys/questions/fields.ts';
import { readAnswer } from '#lib/journeys/fits.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import { wordsFor } from '#locales/words.ts';

const values = {
  product: 'My Say',
  review: 'review',
  reviews: 'reviews',
  aReview: 'a review',
  iro: 'Sam',
  iroRole: 'reviewing officer',
  council: 'Northmere',
  familyTime: 'family time',
  child: 'Robin'
};

/** A question as these readers are asked it, with the page and the form it stands in. */
export function find(band: Asked['band'], kind: KindCode, code: string) {
  for (const form of band === 'adult' ? adultForms : [formFor(band)])
    for (const page of form.pages) {
      const question = page.questions.find((one) => one.code === code);
      if (question?.kind === kind) return { form, page, question };
    }
  throw new Error(`nobody asks a ${kind} question ${code} of ${band}`);
}

/** Draws the field of a real question under its heading, in a form, as a page does. */
export function show(
  kind: KindCode,
  code: string,
  answer: Answer | null = null,
  more: Partial<FieldProps> & { band?: Asked['band'] } = {}
) {
  const { band = '8-11', ...props } = more;
  const { form, page, question } = find(band, kind, code);
  const words = wordsFor({ language: 'en', band, values });
  const asked = askedOf(words, form, page, question, band);
  const target = document.body.appendChild(document.createElement('form'));
  target.innerHTML = `<h1 id="question">${asked.question}</h1><p id="hint">${asked.hint ?? ''}</p>`;
  render(fields[kind], {
    target,
    props: {
      asked,
      question,
      answer,
      words: fieldWords(words),
      people: [],
      labelledBy: 'question',
      describedBy: 'hint',
      ...props
    }
  });
  return {
    asked,
    question,
    form: target,
    inputs: () => [...target.querySelectorAll<HTMLInputElement>('input:not([type=hidden]), textarea, select')],
    /** What would be posted, read as the server reads it. */
    read: (people: readonly string[] = []) =>
      readAnswer(question, postedFrom(new FormData(target)), {
        [question.of ?? '']: { value: people, unsure: false }
      })
  };
}
