import arabic from './ar/terms.json' with { type: 'json' };
import welsh from './cy/terms.json' with { type: 'json' };

/**
 * The words of the work in languages that bend them: each grammatical form a sentence needs has its own name
 * (`yourReview`, `myReview`), so that no sentence is put together from pieces that do not fit. English is the council's.
 */
export const terms: Readonly<Record<string, Readonly<Record<string, string>>>> = { cy: welsh, ar: arabic };

/** `terms.cy.yourReview` as language and form, when there is such a form; null otherwise. */
export function termNamed(key: string): { language: string; form: string } | null {
  const [start, language = '', form = ''] = key.split('.');
  const known = start === 'terms' && Object.hasOwn(terms, language) && Object.hasOwn(terms[language] ?? {}, form);
  return known && key.split('.').length === 3 ? { language, form } : null;
}

/** Every form of a language: what the council says where it has its own word, else what the language says. */
export function termsIn(language: string, own: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const forms = Object.entries(terms[language] ?? {});
  return Object.fromEntries(forms.map(([form, usual]) => [form, own.get(`terms.${language}.${form}`) ?? usual]));
}
