import type { WaitingMoney } from '@/components/partner-mapping/waiting-money';

/** A service or a tax code of a partner's bills, and what it is here. */
export type NamedRow = {
  id: string;
  name: string;
  lineCount: number;
  money: WaitingMoney[];
  /** Null: nothing yet. `label` is the offering or the name on bills. */
  mapping: { label: string | null; taxClass: string } | null;
};

/** What the list of them is sorted by; the page's server reads it from its address. */
export const nameSortable = ['waiting', 'lineCount', 'externalService', 'externalCode'];
