import type { DisputeReason } from '@/lib/domain/billing/dispute-state';

export type AnswerKind = 'accept' | 'accept_part' | 'object';
export type DecisionKind = 'accept' | 'accept_part' | 'reject';

export type RaiseValues = {
  bill: string;
  line: string;
  amount: string | null;
  reason: DisputeReason;
  words: string;
};
export type AnswerValues = { id: string; answer: AnswerKind; amount: string | null; words: string };
export type DecisionValues = { id: string; decision: DecisionKind; amount: string | null; reason: string };
export type PolicyValues = { answerWorkingDays: number; remindWorkingDays: number };

export type DecisionPreviewView = {
  currency: string;
  credit: { net: string; tax: string; gross: string };
  backToCredit: string;
  open: Change;
  operatorRevenue: Change;
  parties: readonly { party: string; partyName: string; share: Change; held: Change; nextPayout: Change }[];
};
type Change = { before: string; after: string };
