/**
 * What questions are about, in every form, in the order staff read it: so what a child, a parent, a carer and a
 * professional say of one thing stands side by side. The staff's word for each is `staff:topics.<topic>`.
 */
export const topics = [
  'feelings',
  'worries',
  'safety',
  'home',
  'family',
  'school',
  'friends',
  'health',
  'me',
  'progress',
  'plan',
  'visits',
  'rights',
  'professional',
  'review',
  'change'
] as const;

export type Topic = (typeof topics)[number];
