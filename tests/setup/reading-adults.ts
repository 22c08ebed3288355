/** What parents and carers read, screen by screen, and how hard it may be. */
import { adultForm } from '#forms/forms.ts';
import { askedOf, fieldWords, topicName } from '#lib/journeys/asked.ts';
import type { AdultFormCode } from '#lib/journeys/form.ts';
import { english, type SectionName } from '#locales/english.ts';
import { forWorkers } from '#locales/translations.ts';
import type { Words } from '#locales/words.ts';
import { caps, type Caps } from '#lib/readability/caps.ts';
import { leaves } from '#lib/readability/measures.ts';
import { guideScreens } from './reading-guides.ts';

/** Sections that are measured elsewhere, or that no parent reads: children's, the forms' own, workers' and the demo's. */
const elsewhere: readonly string[] = [
  ...['answers', 'ask', 'cards', 'common', 'errors', 'help', 'home', 'language', 'look', 'offline', 'say', 'sign-in'],
  ...['team', 'views-8-11', 'views-12-17', 'welcome', 'parent', 'carer', 'professional', 'demo', ...forWorkers],
  ...['guide-4-7', 'guide-8-11', 'guide-12-17', 'guide-adults', 'looked', 'watched', 'handed', 'waiting']
];
/** Words of the pages and letters around the questions: whatever is nobody else's, so that a new section is measured unasked. */
const sections = Object.keys(english)
  .filter((name): name is SectionName => name in english)
  .filter((name) => !elsewhere.includes(name));

/** Pages for adults who are asked, and for family: what stands there is in those sections. */
export const isForAdults = (route: string): boolean => /^\/(views|family)(\/|$)/.test(route);

export function adults(words: Words): { readers: string; cap: Caps; screens: Map<string, string[]> }[] {
  const guides = guideScreens(words, 'adults', 'the reviewing officer');
  const guide = (code: string) => [...guides].filter(([name]) => name === `guide: ${code}`);
  return [
    { readers: 'parents', cap: caps.family, screens: new Map([...screensOf(words, 'parent'), ...guide('parents')]) },
    { readers: 'carers', cap: caps.family, screens: new Map([...screensOf(words, 'carer'), ...guide('carers')]) },
    { readers: 'professionals', cap: caps.professionals, screens: new Map(guide('professionals')) }
  ];
}

function screensOf(words: Words, code: AdultFormCode): Map<string, string[]> {
  const form = adultForm(code);
  const asked = form.pages.flatMap((page) => page.questions.map((question) => askedOf(words, form, page, question, 'adult')));
  const parts: Record<string, unknown> = {
    topics: form.pages.map(({ topic }) => topicName(words, form, topic)),
    questions: asked.flatMap(({ question, hint }) => [question, hint ?? '']),
    answers: [fieldWords(words), words.section('answers').problems, asked.map(({ options, rows }) => [options, rows])],
    ...Object.fromEntries(sections.map((name) => [name, words.section(name)]))
  };
  return new Map(
    Object.entries(parts).map(([name, part]) => [
      name,
      leaves(part)
        .filter((text) => text !== '')
        .map(filled)
    ])
  );
}

/** A value that no sample has stands as a name. */
const filled = (text: string): string => text.replaceAll(/\{\{[^}]*\}\}/g, 'Sam');
