/** What a payment's status means for it: done, refused, or neither yet (ISO 20022 ExternalPaymentTransactionStatus1). */
export function statusOutcome(status: string): 'paid' | 'rejected' | 'in_progress' {
  if (status === 'ACSC' || status === 'ACCC') return 'paid';
  if (status === 'RJCT' || status === 'CANC') return 'rejected';
  return 'in_progress';
}

/** A bank's reason in words: what it wrote itself, else what its code means, else that it said none. */
export function bankReason(code: string | null, words: string | null): string {
  const known = code === null ? undefined : REASONS[code];
  const said = words ?? known ?? 'The bank gave no reason';
  return code === null ? said : `${said} (${code})`;
}

// The common ones of ISO 20022 ExternalStatusReason1 and ExternalReturnReason1.
const REASONS: Readonly<Record<string, string>> = {
  AC01: 'The account number is wrong',
  AC03: 'The creditor’s account number is wrong',
  AC04: 'The account is closed',
  AC06: 'The account is blocked',
  AC13: 'The debtor’s account is of a consumer',
  AG01: 'The account may not be used for this',
  AG02: 'The bank does not know this kind of payment',
  AM01: 'The amount is nothing',
  AM02: 'The amount is above what is allowed',
  AM03: 'The currency is not taken',
  AM04: 'There was not enough money on the account',
  AM05: 'The payment was sent twice',
  AM09: 'The amount is wrong',
  AM10: 'The control sum does not fit',
  BE04: 'The creditor’s address is incomplete',
  BE05: 'The creditor is not known to the payer',
  BE07: 'The debtor’s address is incomplete',
  CUST: 'The payer asked for it',
  DT01: 'The date is wrong',
  DUPL: 'The payment was sent twice',
  ED05: 'The settlement failed',
  FF01: 'The file is not as the bank wants it',
  FOCR: 'It was called back by who sent it',
  MD01: 'There is no mandate',
  MD06: 'The debtor disputes the debit',
  MD07: 'The debtor has died',
  MS02: 'The customer gave no reason',
  MS03: 'The bank gave no reason',
  NARR: 'The bank gave a reason of its own',
  NOAS: 'The customer did not answer',
  RC01: 'The BIC is wrong',
  RR01: 'The debtor’s account or identity is missing',
  RR02: 'The debtor’s name or address is missing',
  RR03: 'The creditor’s name or address is missing',
  RR04: 'A rule of law forbids it',
  SL01: 'The debtor does not let this creditor debit',
  TM01: 'It came after the cut-off time',
};
