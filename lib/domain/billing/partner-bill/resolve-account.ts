/** One row of a partner's mapping: what the partner calls an account, and the billing account it is. */
export type AccountMapping = {
  level: 'sub_account' | 'payer';
  externalAccount: string;
  billingAccountId: string;
};

export type AccountMappings = {
  subAccounts: ReadonlyMap<string, string>;
  payers: ReadonlyMap<string, string>;
};

/** Mapping rows, made fast to look up; a later row for the same name wins. */
export function indexAccountMappings(rows: Iterable<AccountMapping>): AccountMappings {
  const subAccounts = new Map<string, string>();
  const payers = new Map<string, string>();
  for (const { level, externalAccount, billingAccountId } of rows) {
    (level === 'payer' ? payers : subAccounts).set(externalAccount, billingAccountId);
  }
  return { subAccounts, payers };
}

/**
 * The billing account of a partner's line: its sub-account's mapping exactly, else its payer's, else null (unknown).
 * Names are compared as they are; nothing is guessed from a name that is only similar.
 */
export function resolveAccount(
  mappings: AccountMappings,
  line: { externalPayer: string | null; externalAccount: string | null },
): string | null {
  const bySubAccount =
    line.externalAccount === null ? undefined : mappings.subAccounts.get(line.externalAccount);
  if (bySubAccount !== undefined) return bySubAccount;
  return (line.externalPayer === null ? undefined : mappings.payers.get(line.externalPayer)) ?? null;
}
