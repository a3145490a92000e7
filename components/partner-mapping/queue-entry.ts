/** What a partner's bills name and nobody has mapped, as a page shows it. */
export type QueueEntry = {
  id: string;
  partner: { id: string; slug: string; name: string };
  kind: 'sub_account' | 'payer' | 'no_account' | 'service' | 'tax_code';
  name: string;
  label: string | null;
  waits: boolean;
  money: { currency: string; amount: string }[];
  lineCount: number;
  billCount: number;
  sinceAt: string;
  suggestions: {
    billingAccount?: string;
    service?: { offering: string | null; description: string | null; taxClass: string };
    taxClass?: string;
    label: string;
    reason: string;
  }[];
  /** Where it is mapped by hand; null where that is not done by mapping. */
  mapHref: string | null;
};

/** What somebody has chosen so far, and how to choose. */
export type QueueChoices = {
  chosen: ReadonlySet<string>;
  setChosen: (chosen: ReadonlySet<string>) => void;
  pickOf: (id: string) => number;
  pick: (id: string, at: number) => void;
  accept: (entry: QueueEntry) => void;
  isPending: boolean;
};

/** What the list of them is sorted and filtered by; the page's server reads these from its address. */
export const queueSortable = ['amount', 'sinceAt', 'lineCount', 'name'];
export const queueFilters = ['kind', 'state'];
