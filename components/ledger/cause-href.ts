/** Where the cause of a journal can be seen; null when it has no page of its own. */
export function causeHref({
  event,
  source,
  bill,
  facts,
}: {
  event: string;
  source: string;
  bill: { id: string } | null;
  facts: Readonly<Record<string, string>>;
}): string | null {
  const [noun] = event.split('.');
  if (event === 'credit-note.issued') return `/operator/credit-notes/${source}`;
  if (noun === 'payout') return `/operator/payouts/${source}`;
  if (facts.disputeId !== undefined) return `/operator/disputes/${facts.disputeId}`;
  if (facts.paymentId !== undefined) return `/operator/payments/${facts.paymentId}`;
  return bill ? `/operator/bills/${bill.id}` : null;
}
