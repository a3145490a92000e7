import { expect, test } from 'vitest';
import { type BillSource, toBillView, type ViewOptions } from '@/components/bill/to-bill-view';

const party = {
  legalName: 'Meridian Telecom S.A.',
  vatId: 'PL5272480916',
  country: 'PL',
  address: { street: 'al. Jerozolimskie 160', town: 'Warszawa', postcode: '02-326' },
};

const line = {
  id: 'l1',
  kind: 'usage',
  description: 'Object Store',
  period: { from: '2026-09-01', to: '2026-10-01' },
  quantity: '10.5',
  unit: 'GB',
  exact: '1.234567',
  amount: '1.23',
  taxCategory: 'S',
  taxRatePercent: '23',
  mode: 'file' as const,
  partnerBill: 'pb1',
  explanation: [{ code: 'partner_lines', count: '2' }],
  shares: [{ partyName: 'Cumulus', amount: '1.00', explanation: [{ code: 'share_percentage' }] }],
};

const bill: BillSource = {
  id: 'b1',
  number: 'B-000001',
  state: 'issued',
  billingAccount: { number: 'ACC-1', name: 'Acme' },
  parties: { buyer: { ...party, legalName: 'Acme GmbH', country: 'DE' } },
  period: { from: '2026-09-01', to: '2026-10-01' },
  issuedOn: '2026-10-03',
  dueOn: '2026-10-17',
  currency: 'EUR',
  net: '1.23',
  tax: '0.28',
  total: '1.51',
  amountDue: '1.51',
  contentHash: null,
  sections: [{ supplierId: 's1', supplierName: 'Cumulus', role: 'agent', net: '1.23', lines: [line] }],
  taxes: [],
  invoices: [],
};

const options = (withShares: boolean): ViewOptions => ({
  operator: { ...party, name: 'Meridian' },
  stateLabel: 'Issued',
  locale: 'en',
  explain: (steps, unit) => steps.map(({ code }) => `${code} in ${unit}`),
  rowsHref: (lineId) => `/customer/bills/b1/lines/${lineId}`,
  withShares,
});

test('a customer sees whose rows a line is made of, and nobody’s share of it', () => {
  const [shown] = toBillView(bill, options(false)).sections[0]!.lines;
  expect(shown).toMatchObject({
    explanation: ['partner_lines in GB'],
    rowsHref: '/customer/bills/b1/lines/l1',
  });
  expect(shown).not.toHaveProperty('shares');
  expect(JSON.stringify(toBillView(bill, options(false)))).not.toContain('share_percentage');
});

test('the operator sees who gets what of a line, and why', () => {
  const view = toBillView(bill, options(true));
  expect(view.sections[0]!.lines[0]!.shares).toEqual([
    { party: 'Cumulus', amount: '1.00', explanation: ['share_percentage in GB'] },
  ]);
  expect(view.to).toEqual({
    name: 'Acme GmbH',
    vatId: 'PL5272480916',
    lines: ['al. Jerozolimskie 160', '02-326 Warszawa', 'Germany'],
  });
});

test('a line that was rated here has no rows of a partner to show', () => {
  const rated = {
    ...bill,
    sections: [{ ...bill.sections[0]!, lines: [{ ...line, mode: 'hub' as const, partnerBill: null }] }],
  };
  expect(toBillView(rated, options(true)).sections[0]!.lines[0]).not.toHaveProperty('rowsHref');
});
