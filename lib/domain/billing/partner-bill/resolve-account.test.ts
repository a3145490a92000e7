import { expect, test } from 'vitest';
import { indexAccountMappings, resolveAccount } from '@/lib/domain/billing/partner-bill/resolve-account';

const mappings = indexAccountMappings([
  { level: 'sub_account', externalAccount: '51738928782', billingAccountId: 'atlas' },
  { level: 'payer', externalAccount: '1234567890123', billingAccountId: 'sunbird' },
]);

test.each([
  ['the sub-account, exactly', '1234567890123', '51738928782', 'atlas'],
  ['the sub-account, whoever pays', 'other', '51738928782', 'atlas'],
  ['else the payer', '1234567890123', '43883916739', 'sunbird'],
  ['the payer of a line without a sub-account', '1234567890123', null, 'sunbird'],
  ['a payer’s name is no sub-account', null, '1234567890123', null],
  ['nothing similar', 'other', '5173892878', null],
  ['nothing at all', null, null, null],
])('%s', (_case, externalPayer, externalAccount, billingAccountId) => {
  expect(resolveAccount(mappings, { externalPayer, externalAccount })).toBe(billingAccountId);
});
