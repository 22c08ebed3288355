import { createInstance } from 'i18next';
import { english } from '#locales/english.ts';
import { wordsFor, type Words } from '#locales/words.ts';

/** The words of the project with other sections in place of some: as editing their files would. */
export async function wordsWith(sections: Readonly<Record<string, object>>): Promise<Words> {
  const instance = createInstance();
  const changed = { ...english, ...sections };
  await instance.init({
    lng: 'en',
    ns: Object.keys(changed),
    resources: { en: changed },
    interpolation: { escapeValue: false }
  });
  return {
    ...wordsFor({ language: 'en', values: {} }),
    t: (key, values = {}) => instance.t(key, { review: 'review', iro: 'Sam', ...values }),
    has: (key) => instance.exists(key)
  };
}
