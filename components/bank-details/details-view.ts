import type { Tone } from '@/components/ui/tone';

export type DetailsState = 'proposed' | 'cooling_off' | 'in_use' | 'replaced' | 'rejected' | 'withdrawn';

/** Bank details as a page shows them. */
export type BankDetailsItem = {
  id: string;
  party: { id: string; kind: 'operator' | 'partner'; slug: string; name: string };
  currency: string | null;
  holder: string;
  account: string;
  fullAccount: string | null;
  bic: string | null;
  address: { street: string | null; town: string; postcode: string | null; country: string };
  state: DetailsState;
  proposedBy: string;
  proposedAt: string;
  decidedBy: string | null;
  reason: string | null;
  usableFrom: string | null;
  isOwn: boolean;
};

export const detailsTone: Readonly<Record<DetailsState, Tone>> = {
  proposed: 'attention',
  cooling_off: 'progress',
  in_use: 'good',
  replaced: 'neutral',
  rejected: 'risk',
  withdrawn: 'neutral',
};
