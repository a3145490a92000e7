import { JOURNAL_EVENTS } from '@/lib/domain/ledger/journal-events';

/** The filter of a list of journals. */
export const eventOptions = (t: (key: string) => string) =>
  JOURNAL_EVENTS.map((id) => ({ id, label: t(`event.${id}`) }));

/** A day of an address, or nothing where it is none. */
export const dayOf = (chosen: readonly string[] | undefined): string[] =>
  chosen?.[0] !== undefined && /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(chosen[0])
    ? [chosen[0]]
    : [];
