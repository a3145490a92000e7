import { AppError } from '@/lib/errors';

/** What an event of TMF678 brings: rates as they would come in a file, and the bill around them when it was sent. */
export type BillEvent = {
  rates: readonly unknown[];
  /** The partner's number of the bill; null for rates alone. */
  number: string | null;
  /** What the bill says its rates come to, without tax. */
  total: { currency: string; amount: string } | null;
};

/**
 * Reads the envelope of an event of TMF678 (eventType, event): a customer bill with its applied rates in it or beside it, or rates
 * alone. Null for events of other kinds, such as changes of state. Fails: `malformed_json`, `not_an_event`, `no_rates`.
 */
export function readBillEvent(body: Buffer): BillEvent | null {
  const envelope = parsed(body);
  const event = envelope === null ? null : objectOf(envelope.event);
  if (envelope === null || event === null || typeof envelope.eventType !== 'string') {
    throw refuse('not_an_event', '', 'Send an event of TMF678: an object with eventType and event.');
  }
  if (
    !/^(CustomerBill|AppliedCustomerBillingRate)(Batch)?Create(Event|Notification)?$/i.test(
      envelope.eventType,
    )
  )
    return null;
  const bill = objectOf(event.customerBill);
  const rates = listOf(event.appliedCustomerBillingRate ?? bill?.appliedCustomerBillingRate);
  if (rates.length === 0) {
    const message =
      'There are no rates in the event. Send the applied billing rates as event.appliedCustomerBillingRate, beside the bill or alone.';
    throw refuse('no_rates', 'event.appliedCustomerBillingRate', message);
  }
  return { rates, number: textOf(bill?.billNo) ?? textOf(bill?.id), total: totalOf(bill) };
}

function parsed(body: Buffer): Record<string, unknown> | null {
  try {
    return objectOf(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch {
    throw refuse('malformed_json', '', 'The body is no JSON in UTF-8.');
  }
}

function totalOf(bill: Record<string, unknown> | null): BillEvent['total'] {
  const amount = objectOf(bill?.taxExcludedAmount);
  const value = amount?.value;
  if (typeof amount?.unit !== 'string' || (typeof value !== 'string' && typeof value !== 'number'))
    return null;
  return { currency: amount.unit, amount: String(value) };
}

const objectOf = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;

const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, 200) : null;

const refuse = (code: string, path: string, message: string) =>
  new AppError('invalid', code, message, [{ code, path, message }]);
