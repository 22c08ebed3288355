import { cleanup, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { show } from './field.ts';

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
});

const words = (inputs: readonly HTMLElement[]) => inputs.map((input) => input.closest('label')?.textContent.trim());

describe('faces', () => {
  it('are five and "I am not sure", always in this order, each drawn beside its word', () => {
    const { form } = show('faces', 'school-feel');
    expect(words(screen.getAllByRole('radio'))).toEqual([
      'Really good',
      'Good',
      'OK',
      'Not great',
      'Really bad',
      'I am not sure'
    ]);
    expect(form.querySelectorAll('label svg[aria-hidden=true]')).toHaveLength(6);
  });

  it('are words alone from 12', () => {
    const { form } = show('faces', 'school-feel', null, { band: '12-17' });
    expect(screen.getAllByRole('radio')).toHaveLength(6);
    expect(form.querySelectorAll('svg')).toHaveLength(0);
  });

  it('hold one answer', () => {
    const { read } = show('faces', 'school-feel');
    screen.getByLabelText('Good').click();
    screen.getByLabelText('Really bad').click();
    expect(read().answer).toEqual({ value: 'really-bad', unsure: false });
  });
});

describe('many', () => {
  it('shows its pictures as tiles, with the ways out as rows under them', () => {
    const { form } = show('many', 'home-better');
    expect(form.querySelectorAll('.tiles > .answer > svg')).toHaveLength(8);
    expect(words(screen.getAllByRole('checkbox')).slice(-2)).toEqual(['Something else', 'I am not sure']);
  });

  it('gives something else a place to write', () => {
    const { read } = show('many', 'home-better');
    const other = screen.getByLabelText<HTMLInputElement>('What is it?');
    other.value = 'A shed';
    expect(read().answer?.value).toEqual({ chosen: ['other'], other: 'A shed' });
  });

  it('offers nothing else where the form does not', () => {
    show('many', 'topics');
    expect(screen.queryByLabelText('Something else')).toBeNull();
  });
});

describe('people', () => {
  it('begins with three empty boxes and suggests nobody', () => {
    const { form } = show('people', 'family-who');
    expect(screen.getAllByRole<HTMLInputElement>('textbox').map(({ value }) => value)).toEqual(['', '', '']);
    expect(form.querySelector('datalist, [list], [placeholder]')).toBeNull();
  });

  it('has one more empty box than names, up to six, and a button that needs no script', () => {
    show('people', 'family-who', { value: ['A', 'B', 'C', 'D'], unsure: false });
    expect(screen.getAllByRole('textbox')).toHaveLength(5);
    expect(screen.getByRole('button', { name: 'Add another person' }).getAttribute('formaction')).toBe('?/add');
    cleanup();
    document.body.replaceChildren();
    show('people', 'family-who', { value: ['A', 'B', 'C', 'D', 'E', 'F'], unsure: false });
    expect(screen.getAllByRole('textbox')).toHaveLength(6);
    expect(screen.queryByRole('button')).toBeNull();
  });
});

it('amounts asks about each person under their own name', () => {
  const { read } = show('amounts', 'family-amount', null, { people: ['Mum', 'Tariq'] });
  within(screen.getByRole('group', { name: 'Tariq' }))
    .getByLabelText('The same')
    .click();
  within(screen.getByRole('group', { name: 'Mum' }))
    .getByLabelText('Less')
    .click();
  expect(read(['Mum', 'Tariq']).answer?.value).toEqual([
    { person: 'Mum', amount: 'less' },
    { person: 'Tariq', amount: 'same' }
  ]);
});

describe('text', () => {
  it('says how much room there is, and has no "I am not sure" of its own as a follow-up', () => {
    const { form } = show('text', 'change');
    const box = screen.getByRole('textbox', { name: 'What is the one thing you most want to change?' });
    expect(box.getAttribute('aria-describedby')).toBe('hint change-room change-over');
    expect(form.querySelector('#change-room')?.textContent).toContain('two pages');
    cleanup();
    document.body.replaceChildren();
    show('text', 'home-feel-more', null, { followUp: true });
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it('takes more than can be kept, and says by how many letters', () => {
    show('text', 'change', { value: 'x'.repeat(4012), unsure: false });
    const box = screen.getByRole<HTMLTextAreaElement>('textbox');
    expect(box.maxLength).toBe(-1);
    expect(box.value).toHaveLength(4012);
    expect(document.getElementById('change-over')?.textContent).toMatch(/too long.* 12$/);
    cleanup();
    document.body.replaceChildren();
    show('text', 'change', { value: 'x'.repeat(4000), unsure: false });
    expect(document.getElementById('change-over')?.textContent).toBe('');
  });

  it('says what is wrong beside what was written', () => {
    show('text', 'change', { value: 'long', unsure: false }, { problem: 'Please make it shorter.' });
    const box = screen.getByRole<HTMLTextAreaElement>('textbox');
    expect(box.value).toBe('long');
    expect(box.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById('change-problem')?.textContent).toContain('Please make it shorter.');
    expect(box.getAttribute('aria-describedby')).toContain('change-problem');
  });
});

it('date shows again what was typed when it is no day', () => {
  const { read } = show(
    'date',
    'when-day',
    { value: { day: '31', month: '2', year: '2026' }, unsure: false },
    { problem: 'This day is not in the calendar.' }
  );
  expect(screen.getByLabelText<HTMLInputElement>('Day').value).toBe('31');
  expect(screen.getByLabelText<HTMLSelectElement>('Month').selectedOptions[0]?.textContent).toBe('February');
  expect(read()).toEqual({
    answer: { value: { day: '31', month: '2', year: '2026' }, unsure: false },
    problem: 'date'
  });
});

describe('matrix', () => {
  it('asks about each thing under its own name, each choice in words', () => {
    const { read } = show('matrix', 'school-areas', null, { band: 'adult' });
    const groups = screen.getAllByRole('group').filter((group) => group.tagName === 'FIELDSET');
    expect(groups.map((group) => group.querySelector('legend')?.textContent)).toEqual([
      'Going there',
      'Learning',
      'Homework',
      'Friends there',
      'Behaviour'
    ]);
    for (const group of groups)
      expect(words(within(group).getAllByRole('radio'))).toEqual(['Going well', 'Mixed', 'Hard', 'I am not sure']);
    within(screen.getByRole('group', { name: 'Learning' }))
      .getByLabelText('Mixed')
      .click();
    within(screen.getByRole('group', { name: 'Homework' }))
      .getByLabelText('Hard')
      .click();
    within(screen.getByRole('group', { name: 'Homework' }))
      .getByLabelText('Going well')
      .click();
    expect(read().answer?.value).toEqual([
      { row: 'learning', choice: 'mixed' },
      { row: 'homework', choice: 'well' }
    ]);
  });
});

describe('counts', () => {
  it('says what 0 means, and asks for figures', () => {
    const { form, read } = show('counts', 'attendance', null, { band: 'adult' });
    expect(form.textContent).toContain('0 means none. Leave a box empty if you do not know.');
    const attended = screen.getByLabelText<HTMLInputElement>('Attendance %');
    expect(screen.getByLabelText<HTMLInputElement>('Suspensions').inputMode).toBe('numeric');
    expect(attended.inputMode).toBe('decimal');
    attended.value = '94,3';
    screen.getByLabelText<HTMLInputElement>('Times late').value = '0';
    expect(read().answer?.value).toEqual([
      { what: 'attended', count: 94.3 },
      { what: 'late', count: 0 }
    ]);
  });

  it('marks the box that is wrong and no other, and keeps what was typed', () => {
    const value = [
      { what: 'attended', count: 120 },
      { what: 'late', count: 2 }
    ];
    const { read } = show('counts', 'attendance', { value, unsure: false }, { band: 'adult', problem: 'Not a number.' });
    const boxes = screen.getAllByRole<HTMLInputElement>('textbox');
    expect(boxes.map((box) => box.getAttribute('aria-invalid'))).toEqual(['true', null, null, null]);
    expect(boxes.map((box) => box.value)).toEqual(['120', '2', '', '']);
    expect(document.getElementById('attendance-problem')?.textContent).toContain('Not a number.');
    expect(read().problem).toBe('number');
  });
});

describe('dates', () => {
  const days = (count: number) => Array.from({ length: count }, (_, place) => ({ day: `2026-03-1${place}`, note: '' }));
  const open = () => screen.getAllByRole('group').filter((group) => group.tagName === 'FIELDSET');

  it('begins with two days, and has one more than were given until there is no more room', () => {
    show('dates', 'worker-visits', null, { band: 'adult' });
    expect(open()).toHaveLength(2);
    expect(within(screen.getByRole('group', { name: 'Date 2' })).getByLabelText('Note, if you like')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Add another date' }).getAttribute('formaction')).toBe('?/add');
    cleanup();
    document.body.replaceChildren();
    show('dates', 'worker-visits', { value: days(4), unsure: false }, { band: 'adult' });
    expect(open()).toHaveLength(5);
    expect(open()[4]?.id).toBe('worker-visits-next');
    cleanup();
    document.body.replaceChildren();
    show('dates', 'worker-visits', { value: days(8), unsure: false }, { band: 'adult' });
    expect(open()).toHaveLength(8);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('is one day where one is asked for', () => {
    show('dates', 'pep-met', null, { band: 'adult' });
    expect(open()).toHaveLength(0);
    expect(screen.getAllByLabelText('Day')).toHaveLength(1);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('shows again what was typed, and marks only the day that is none', () => {
    const value = [
      { day: '2026-03-12', note: 'Dentist' },
      { day: { day: '31', month: '2', year: '2026' }, note: 'Eye test' }
    ];
    const { read } = show('dates', 'worker-visits', { value, unsure: false }, { band: 'adult', problem: 'No such day.' });
    const dayBoxes = screen.getAllByLabelText<HTMLInputElement>('Day');
    expect(dayBoxes.map((box) => [box.value, box.getAttribute('aria-invalid')])).toEqual([
      ['12', null],
      ['31', 'true'],
      ['', null]
    ]);
    expect(read()).toEqual({ answer: { value, unsure: false }, problem: 'days' });
  });
});
