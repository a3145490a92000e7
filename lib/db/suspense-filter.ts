import { containing } from '@/lib/db/keyset';

/** Which waiting usage is meant: what is left out does not narrow; nothing at all is everything in the reader's scope. */
export type SuspenseFilter = {
  ids?: readonly string[] | undefined;
  reason?: readonly string[] | undefined;
  /** Ids of the parties that sent it. */
  sender?: readonly string[] | undefined;
  meter?: readonly string[] | undefined;
  subject?: string | undefined;
  /** Found in source, event id or subject. */
  q?: string | undefined;
};

/** The condition on `usage_suspense w`, and the parameters from $1 on. Only what narrows is in it: so the indexes are used. */
export function waitingWhere(filter: SuspenseFilter): { where: string; params: unknown[] } {
  const params: unknown[] = [];
  const terms = ['w.recycled_at is null'];
  const term = (value: unknown, text: (place: string) => string) => {
    terms.push(text(`$${params.push(value)}`));
  };
  const { ids, reason, sender, meter, subject, q } = filter;
  if (ids) term(ids, (at) => `w.id = any(${at}::uuid[])`);
  if (reason?.length) term(reason, (at) => `w.reason = any(${at}::text[])`);
  if (sender?.length) term(sender, (at) => `w.sender_id = any(${at}::uuid[])`);
  if (meter?.length) term(meter, (at) => `w.meter = any(${at}::text[])`);
  if (subject !== undefined) term(subject, (at) => `w.subject = ${at}::text`);
  if (q) {
    term(containing(q), (at) => `(w.source ilike ${at} or w.event_id ilike ${at} or w.subject ilike ${at})`);
  }
  return { where: terms.join(' and '), params };
}
