import type { QueueEntry as QueueEntryView } from '@/components/partner-mapping/queue-entry';
import type { QueueEntry } from '@/lib/services/mapping-queue/list-queue';

/** Entries with the address where each is mapped by hand; `hrefOf` is the mapping page of a partner. */
export const queueEntries = (
  entries: readonly QueueEntry[],
  hrefOf: (slug: string) => string,
): QueueEntryView[] =>
  entries.map((entry) => {
    const { kind, name, partner } = entry;
    const tab = TABS[kind];
    const search = tab === null ? null : new URLSearchParams([...tab, ['q', name]]);
    return { ...entry, mapHref: search && `${hrefOf(partner.slug)}?${search}` };
  });

const TABS: Record<QueueEntry['kind'], [string, string][] | null> = {
  sub_account: [],
  payer: [['level', 'payer']],
  // Nothing can be mapped that has no name.
  no_account: null,
  service: [['names', 'services']],
  tax_code: [['names', 'tax-codes']],
};
