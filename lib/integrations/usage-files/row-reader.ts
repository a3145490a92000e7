import type { NormalisedUsage, RowFault } from '@/lib/domain/usage/mapping';
import type { RawRow } from '@/lib/integrations/usage-files/raw-row';

/** What a row says: an event in the shape of CloudEvents, still to be checked; what is wrong; or null, passed over. */
export type RowRead = { event: unknown } | { fault: RowFault } | null;

export type RowReader = {
  read(row: RawRow): RowRead;
  /** The sender's own column or path for a path of the event. */
  place(eventPath: string): string;
};

/** The event as it would have come over the wire: the same checks, and the same digest for the same content. */
export const asCloudEvent = (usage: NormalisedUsage): unknown => {
  const { type, source, id, time, subject, meter, quantity, attributes } = usage;
  return { specversion: '1.0', type, source, id, time, subject, data: { ...attributes, meter, quantity } };
};
