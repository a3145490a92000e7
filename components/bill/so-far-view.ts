import type { LineView } from '@/components/bill/bill-view';

/** The bill so far as pages show it; amounts as decimal strings, the period half-open. */
export type SoFarView = {
  accountId: string;
  currency: string;
  period: { from: string; to: string };
  /** Which day of the period it is, from 1, and how many there are. */
  day: number;
  days: number;
  tax: string;
  total: string;
  /** False while something cannot be priced. */
  isComplete: boolean;
  sections: { supplier: string; name: string; isOwn: boolean; net: string; lines: LineView[] }[];
  /** The last issued bill of the account, to compare with. */
  last: {
    href: string;
    number: string;
    total: string;
    tax: string;
    sections: { supplier: string; name: string; net: string }[];
  } | null;
};
