import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChargeLine } from '@/lib/domain/billing/charge-line';
import {
  type ChargedGroup,
  correctCharges,
  groupOfKey,
} from '@/lib/domain/billing/partner-bill/correct-charges';
import { type AcceptedPartnerLine, groupPartnerLines } from '@/lib/domain/billing/partner-bill/group-lines';
import { partnerLine, USD } from '@/lib/domain/billing/partner-bill/partner-bill.fixture';
import { divideRounded } from '@/lib/domain/money/round';

const charges = (lines: readonly AcceptedPartnerLine[], bill: number, slot: number): ChargeLine[] =>
  groupPartnerLines(lines, {
    partnerKey: `bill-${bill}`,
    externalId: `slot-${slot}`,
    partnerBillId: `bill-${bill}`,
    sourceMode: 'file',
    supplierId: 'cloud',
    supplierRole: 'principal',
    sellerId: 'op',
    agreementId: 'agreement',
    currency: USD,
    products: new Map(),
    defaultTaxClass: 'standard',
  });

/** Bills of one account: each charges what the standing version leaves, and is remembered as bills are. */
function account() {
  const charged = new Map<string, ChargedGroup>();
  return {
    charged,
    issue(lines: readonly AcceptedPartnerLine[], version: number, slot: number): ChargeLine[] {
      const billed = correctCharges(charges(lines, version, slot), charged, {
        externalId: `INV-${version}`,
        replaces: `INV-${version - 1}`,
        partnerBillId: `bill-${version}`,
        slot: `slot-${slot}`,
        currency: USD,
      });
      for (const charge of billed) {
        const group = groupOfKey(charge.lineKey);
        const before = charged.get(group);
        charged.set(group, {
          charge: before?.charge ?? charge,
          amountMinor: (before?.amountMinor ?? 0n) + charge.amountMinor,
          bills: [...(before?.bills ?? []), `B-${slot}`],
        });
      }
      return billed;
    },
  };
}

describe('a corrected bill', () => {
  const first = [partnerLine(1, '12.001'), partnerLine(2, '5', { service: 'Storage' })];

  test('before any bill is issued charges as if it had come first', () => {
    const corrected = [partnerLine(1, '11.004')];
    expect(account().issue(corrected, 2, 1)).toEqual(charges(corrected, 2, 1));
  });

  test('gives back what it leaves out, moves the difference of what it changes, and names both bills', () => {
    const bills = account();
    bills.issue(first, 1, 1);
    const [compute, storage, ...rest] = bills.issue([partnerLine(1, '11.004')], 2, 2);
    expect(rest).toEqual([]);
    expect(compute).toMatchObject({
      lineKey: 'pb:bill-2:slot-2:Compute:usage:2024-09',
      kind: 'adjustment',
      amountMinor: -100n,
      quantity: null,
    });
    expect(compute!.steps.at(-1)).toEqual({
      code: 'partner_correction',
      bill: 'INV-2',
      replaces: 'INV-1',
      now: '11.00',
      before: '12.00',
      bills: 'B-1',
      result: '-1.00',
    });
    expect(storage).toMatchObject({
      lineKey: 'pb:bill-2:slot-2:Storage:usage:2024-09',
      description: 'Storage',
      partnerBillId: 'bill-2',
      amountMinor: -500n,
      steps: [{ code: 'partner_correction', now: '0.00', before: '5.00', result: '-5.00' }],
    });
  });

  test('that says the same to the cent says nothing to the customer', () => {
    const bills = account();
    bills.issue(first, 1, 1);
    expect(bills.issue([partnerLine(1, '11.9999'), first[1]!], 2, 2)).toEqual([]);
  });
});

test('whatever is corrected and issued in whatever order, the bills sum to the standing version, rounded once a group', () => {
  const line = fc.record({
    service: fc.constantFrom('Compute', 'Storage:cold', 'Support'),
    chargeCategory: fc.constantFrom('usage' as const, 'credit' as const),
    /** In tenths of a thousandth: up to ±20.0000. */
    amount: fc.integer({ min: -200_000, max: 200_000 }),
  });
  const story = fc.array(
    fc.oneof(
      fc.record({ version: fc.array(line, { maxLength: 6 }) }),
      fc.constant('issue' as const),
      fc.constant('same again' as const),
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(story, (events) => {
      const bills = account();
      let lines: AcceptedPartnerLine[] = [];
      let version = 1;
      let slot = 0;
      let isIssued = true;
      for (const event of [...events, 'issue' as const]) {
        if (event === 'issue') {
          const billed = bills.issue(lines, version, ++slot);
          if (isIssued) expect(billed.filter(({ amountMinor }) => amountMinor !== 0n)).toEqual([]);
          isIssued = true;
        } else if (event === 'same again') {
          version += 1;
        } else {
          version += 1;
          isIssued = false;
          lines = event.version.map(({ amount, ...rest }, index) =>
            partnerLine(index + 1, (amount / 10_000).toFixed(4), rest),
          );
        }
      }
      const billed = new Map([...bills.charged].map(([group, { amountMinor }]) => [group, amountMinor]));
      const owed = new Map<string, bigint>();
      for (const { service, chargeCategory, amount } of lines) {
        const group = `${service.replace(':', '%3A')}:${chargeCategory}:2024-09`;
        owed.set(group, (owed.get(group) ?? 0n) + amount);
      }
      for (const group of new Set([...billed.keys(), ...owed.keys()])) {
        const cents = divideRounded(owed.get(group) ?? 0n, 10n ** 13n, 'half_away');
        expect(billed.get(group) ?? 0n).toBe(cents);
      }
    }),
    { numRuns: 300 },
  );
});
