import type { Tone } from '@/components/ui/tone';

export type EntryState = 'read' | 'matched' | 'unmatched' | 'payout' | 'refund' | 'ignored';

export type BankEntryItem = {
  id: string;
  file: { id: string; name: string };
  bookedOn: string;
  amount: string | null;
  currency: string | null;
  state: EntryState;
  why: string | null;
  whyDetails: Record<string, unknown> | null;
  payer: { name: string | null; account: string | null };
  text: string | null;
  references: readonly string[];
  endToEndId: string | null;
  bankReference: string | null;
  batchCount: number | null;
  payment: { id: string; account: { number: string; name: string } | null; bills: string[] } | null;
  decidedBy: string | null;
};

export const entryTone: Readonly<Record<EntryState, Tone>> = {
  read: 'progress',
  matched: 'good',
  unmatched: 'attention',
  payout: 'good',
  refund: 'good',
  ignored: 'neutral',
};

type Words = { (key: string, values?: Record<string, string>): string; has(key: string): boolean };

/** By what an entry was known, or why it waits or is set aside, in words (`t` of the namespace `bank`). */
export function describeWhy(
  t: Words,
  { state, why, whyDetails }: Pick<BankEntryItem, 'state' | 'why' | 'whyDetails'>,
): string {
  if (why === null) return '';
  const facts = Object.fromEntries(
    Object.entries(whyDetails ?? {}).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : String(value),
    ]),
  );
  if (why === 'person' && state === 'ignored') return facts.reason ?? '';
  if (why === 'several_accounts' && !facts.numbers) return t('why.several_same');
  if (state === 'refund') return t(`why.refund.${why}`, { ...MISSING, ...facts });
  if (t.has(`why.${why}`)) return t(`why.${why}`, { ...MISSING, ...facts });
  return facts.message ?? why;
}

const MISSING = { number: '', numbers: '', payouts: '', refunds: '', reason: '', file: '', status: '' };
