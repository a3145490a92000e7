import { expect, test } from 'vitest';
import { type ProvenBill, proveBill } from '@/components/bill/bill-proof';

// 50.00 own + 163.00 of a partner that gets 70 %, 23 % VAT on both: 48.99.
const bill: ProvenBill = {
  net: '213.00',
  tax: '48.99',
  total: '261.99',
  sections: [{ lines: [{ amount: '50.00' }] }, { lines: [{ amount: '170.24' }, { amount: '-7.24' }] }],
  taxes: [{ amount: '48.99' }],
  books: {
    shares: [{ amount: '98.90' }, { amount: '114.10' }],
    postings: [
      { account: 'receivable', debit: '261.99', credit: '0.00' },
      { account: 'tax_payable', debit: '0.00', credit: '48.99' },
      { account: 'operator_revenue', debit: '0.00', credit: '98.90' },
      { account: 'partner_payable', debit: '0.00', credit: '114.10' },
    ],
  },
};

test('a bill that adds up holds in every equation', () => {
  const rows = proveBill(bill);
  expect(rows.map(({ code }) => code)).toEqual(['lines', 'tax', 'total', 'shares', 'receivable', 'books']);
  expect(rows.filter(({ holds }) => !holds)).toEqual([]);
});

test('one cent too little for a partner breaks the shares, and only them', () => {
  const shares = [{ amount: '98.90' }, { amount: '114.09' }];
  const broken = proveBill({ ...bill, books: { ...bill.books!, shares } }).filter(({ holds }) => !holds);
  expect(broken).toEqual([{ code: 'shares', left: '261.98', right: '261.99', holds: false }]);
});

test('a draft has no books yet, and a customer is shown none', () => {
  const draft = proveBill({ ...bill, books: { ...bill.books!, postings: [] } });
  expect(draft.map(({ code }) => code)).toEqual(['lines', 'tax', 'total', 'shares']);
  expect(proveBill({ ...bill, books: null }).map(({ code }) => code)).toEqual(['lines', 'tax', 'total']);
});

test('the receivable of a credit is on the other side', () => {
  const credit: ProvenBill = {
    net: '-10.00',
    tax: '0.00',
    total: '-10.00',
    sections: [{ lines: [{ amount: '-10.00' }] }],
    taxes: [],
    books: {
      shares: [{ amount: '-10.00' }],
      postings: [
        { account: 'operator_revenue', debit: '10.00', credit: '0.00' },
        { account: 'receivable', debit: '0.00', credit: '10.00' },
      ],
    },
  };
  expect(proveBill(credit).every(({ holds }) => holds)).toBe(true);
});
