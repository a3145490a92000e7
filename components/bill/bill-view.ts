import type { Tone } from '@/components/ui/tone';

/**
 * A bill as the paper shows it. Amounts are decimal strings in major units of `currency`, dates civil dates,
 * periods half-open; explanations are sentences already. What an audience may not see is absent.
 */
export type BillView = {
  id: string;
  number: string | null;
  state: { tone: Tone; label: string };
  operatorName: string;
  account: { number: string; name: string };
  from: PartyView;
  to: PartyView;
  period: { from: string; to: string };
  issuedOn: string | null;
  dueOn: string | null;
  currency: string;
  net: string;
  tax: string;
  total: string;
  amountDue: string;
  sections: SectionView[];
  taxes: TaxView[];
  invoices: InvoiceView[];
  contentHash: string | null;
};

export type PartyView = { name: string; lines: string[]; vatId: string | null };

export type SectionView = {
  supplierId: string;
  supplier: string;
  role: 'operator' | 'principal' | 'agent';
  net: string;
  lines: LineView[];
};

export type LineView = {
  id: string;
  /** A kind of charge, as the domain names it; those that are no plain charge are named on the paper. */
  kind: string;
  description: string;
  period: { from: string; to: string };
  quantity: string | null;
  unit: string | null;
  amount: string;
  /** Before the line's single rounding. */
  exact: string;
  taxCategory: string;
  taxRatePercent: string;
  mode: 'own' | 'hub' | 'partner' | 'file';
  explanation: string[];
  /** The partner's own rows behind the line, where a partner computed it. */
  rowsHref?: string;
  /** Who gets what of it and why; only for those who may know. */
  shares?: { party: string; amount: string; explanation: string[] }[];
};

export type TaxView = {
  seller: string;
  category: string;
  ratePercent: string;
  base: string;
  amount: string;
  reason: string | null;
};

export type InvoiceView = {
  seller: string;
  /** The seller's short name, by which its document is asked for. */
  sellerSlug: string;
  number: string | null;
  typeCode: string;
  net: string;
  tax: string;
  total: string;
};
