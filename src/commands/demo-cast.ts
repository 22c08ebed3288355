/** Around a child, and asked for their views. */
export const adultRoles = ['mother', 'father', 'carer', 'teacher'] as const;

/** One person of the demo, by their identifier in the example files, and why they are there. */
export type Member = Readonly<{
  who: string;
  role:
    | 'child'
    | 'iro'
    | 'cover iro'
    | 'manager'
    | 'administrator'
    | 'duty worker'
    | 'advocate'
    | 'social worker'
    | (typeof adultRoles)[number];
  source: string;
  /** What a child's secret is. */
  secret?: 'pin' | 'pictures';
  /** For people.json, and for the table that the demo prints: members without one are not in the table. */
  why?: string;
}>;

export const cast: readonly Member[] = [
  { who: 'child-8-11', role: 'child', source: '0204011', secret: 'pin', why: 'writes to Sam' },
  { who: 'child-12-17', role: 'child', source: '0204148', secret: 'pin', why: 'writes to Sam, can say how Sam is doing' },
  {
    who: 'child-cover',
    role: 'child',
    source: '0204285',
    secret: 'pictures',
    why: 'Grace is away, Amina reads'
  },
  {
    who: 'child-desk',
    role: 'child',
    source: '0204833',
    secret: 'pin',
    why: 'has nobody now: the team reads'
  },
  {
    who: 'child-new-iro',
    role: 'child',
    source: '0204696',
    secret: 'pin',
    why: 'goes from Tom to Amina soon'
  },
  { who: 'child-sister', role: 'child', source: '0204422', secret: 'pin', why: 'has a brother here' },
  { who: 'child-brother', role: 'child', source: '0204559', secret: 'pictures', why: 'has a sister here' },
  { who: 'iro', role: 'iro', source: 'IRO01', why: 'Sam, an inbox of their own' },
  { who: 'cover-iro', role: 'cover iro', source: 'IRO02', why: 'Amina, stands in for Grace' },
  { who: 'manager', role: 'manager', source: 'MGR01', why: 'sees the desk and what is unopened' },
  { who: 'admin', role: 'administrator', source: 'ADM01', why: 'adds who works here; may ask the manager to open one child' },
  { who: 'duty', role: 'duty worker', source: 'DUTY01', why: 'on duty: gets "I am not safe" as well' },
  { who: 'advocate', role: 'advocate', source: 'ADV01', why: 'reads what a child tells an advocate, and nothing else' },
  { who: 'mother', role: 'mother', source: 'C05001', why: 'was sent a letter about Robin, can say how Sam did' },
  { who: 'father', role: 'father', source: 'C05002', why: 'was sent a text about Robin, and has answered' },
  { who: 'carer', role: 'carer', source: 'C05003', why: 'looks after Robin, and has answered' },
  { who: 'teacher', role: 'teacher', source: 'C05004', why: 'teaches Robin, and has begun' },
  { who: 'carer-began', role: 'carer', source: 'C05011', why: 'looks after Mina, and has begun' },
  { who: 'teacher-restricted', role: 'teacher', source: 'C05012' },
  { who: 'mother-excluded', role: 'mother', source: 'C05010', why: 'is not asked here: cannot come in' },
  { who: 'ex-carer', role: 'carer', source: 'C05013', why: 'looks after Mina no longer: cannot come in' },
  { who: 'iro-away', role: 'iro', source: 'IRO03', why: 'Grace, on leave' },
  { who: 'iro-4', role: 'iro', source: 'IRO04', why: 'Tom' },
  { who: 'social-worker', role: 'social worker', source: 'SW01' },
  { who: 'child-8-11-2', role: 'child', source: '0204970', secret: 'pin' },
  { who: 'child-8-11-3', role: 'child', source: '0205107', secret: 'pin' },
  { who: 'child-8-11-4', role: 'child', source: '0206751', secret: 'pin' },
  { who: 'child-8-11-5', role: 'child', source: '0207162', secret: 'pin' },
  { who: 'child-8-11-6', role: 'child', source: '0207710', secret: 'pin' },
  { who: 'child-12-17-2', role: 'child', source: '0205244', secret: 'pin' },
  { who: 'child-12-17-3', role: 'child', source: '0205381', secret: 'pin' },
  { who: 'child-12-17-4', role: 'child', source: '0207984', secret: 'pin' },
  { who: 'child-12-17-5', role: 'child', source: '0208121', secret: 'pin' }
];
