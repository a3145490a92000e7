import type { Period } from '@/lib/domain/period/period';
import { randomOf } from '@/prisma/seed/builders/random';
import { ublOf } from '@/scripts/simulate-partner/documents';

/** Cents a hundred; photographs are new, and nobody has said yet what they are here. */
const WORK = [
  { service: 'Leaflets', description: 'Leaflets A5, 135 g', cents: 389n },
  { service: 'Binding', description: 'Binding of manuals', cents: 8_450n },
  { service: 'Photo prints', description: 'Photographs 20 × 30 cm', cents: 11_900n },
];

/** Paperlane's invoice of a cycle: one account, one document, as EN 16931 has it. */
export function printInvoice(period: Period, account: string, number: string): Buffer {
  const random = randomOf(`paperlane ${period.from} ${account}`);
  const charges = WORK.map(({ service, description, cents }, index) => {
    const hundreds = random.between(2, 14);
    return {
      ...{ id: `${number}-${index + 1}`, account, accountName: `Customer ${account}`, service, description },
      ...{ category: 'Usage' as const, quantity: String(hundreds * 100), unit: 'piece', currency: 'EUR' },
      net: BigInt(hundreds) * cents * 10_000n,
      ...period,
    };
  });
  return Buffer.from(ublOf(charges, number, new Set()));
}
