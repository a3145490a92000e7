import type { Tone } from '@/components/ui/tone';

export type ExpectationItem = {
  cycle: { id: string; name: string; from: string; to: string; open: boolean; timeZone: string };
  partner: { id: string; slug: string; name: string };
  latePolicy: 'hold' | 'carry_over' | 'estimate';
  dueAt: string;
  state: 'expected' | 'received' | 'held' | 'carried_over' | 'estimated' | 'waived';
  reminders: number;
  remindedAt: string | null;
  decidedAt: string | null;
  decidedBy: string | null;
  reason: string | null;
  accounts: number;
  bill: { id: string; externalId: string; state: string } | null;
  usual: readonly { currency: string; amount: string }[];
};

export type LateDecision = 'hold' | 'carry_over' | 'estimate' | 'waive';

export type DecideAction = (input: {
  cycleId: string;
  partner: string;
  decision: LateDecision;
  reason: string;
}) => Promise<
  { ok: true } | { ok: false; message: string; issues: readonly { path: string; message: string }[] }
>;

/** The tone of what is owed; its words are `expectation.state.<state>`. */
export function expectationTone({ state, bill }: Pick<ExpectationItem, 'state' | 'bill'>): Tone {
  if (state === 'received') return bill?.state === 'validated' ? 'attention' : 'good';
  return TONES[state];
}

const TONES: Readonly<Record<Exclude<ExpectationItem['state'], 'received'>, Tone>> = {
  expected: 'neutral',
  held: 'risk',
  carried_over: 'attention',
  estimated: 'progress',
  waived: 'neutral',
};

const RESULT = { hold: 'held', carry_over: 'carried_over', estimate: 'estimated', waive: 'waived' } as const;

/** What a person may still say about it: once all bills of the cycle are issued, only that nothing will come. */
export function decisionsOf({ state, cycle }: Pick<ExpectationItem, 'state' | 'cycle'>): LateDecision[] {
  if (state === 'received') return [];
  return (Object.keys(RESULT) as LateDecision[]).filter(
    (decision) => RESULT[decision] !== state && (decision === 'waive' || cycle.open),
  );
}
