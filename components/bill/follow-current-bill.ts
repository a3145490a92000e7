export type FollowedBill = { net: string; tax: string; total: string; currency: string; asOf: string };

export type FollowBillOptions = {
  onBill: (bill: FollowedBill) => void;
  onState: (state: 'live' | 'away') => void;
  /** The browser's own; a test brings its own. */
  open?: (url: string) => EventSource;
};

const RETRY_MS = 5_000;
const CLOSED = 2;

/**
 * Follows an account's bill so far by its event stream. Each event is the bill as it is, so that a page that was away has missed
 * nothing. A browser reconnects by itself; where it was refused we ask again after a while. Answers how to stop.
 */
export function followCurrentBill(
  accountId: string,
  { onBill, onState, open = (url) => new EventSource(url) }: FollowBillOptions,
): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const begin = () => {
    source = open(`/api/v1/billing-accounts/${accountId}/current/events`);
    source.addEventListener('open', () => onState('live'));
    source.addEventListener('bill', (event: MessageEvent<string>) => {
      onState('live');
      onBill(JSON.parse(event.data) as FollowedBill);
    });
    source.addEventListener('error', () => {
      onState('away');
      if (source.readyState === CLOSED) timer = setTimeout(begin, RETRY_MS);
    });
  };
  begin();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
