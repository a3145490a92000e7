import { TEXT_PARTS } from '@/components/bill-mapping/bill-draft';
import type { CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';

/** Which parts of a charge each column gives, by the column's name in small letters. */
export function columnMeanings(mapping: CsvBillMapping): Map<string, string[]> {
  const { chargeCategory, quantity, amount, lineId, period } = mapping;
  const from = period.kind === 'columns' ? period : null;
  const parts: [string, readonly string[] | undefined][] = [
    ...TEXT_PARTS.map((part): [string, readonly string[] | undefined] => [part, mapping[part]?.fields]),
    ['chargeCategory', chargeCategory?.fields],
    ['quantity', quantity?.fields],
    ['amount', amount.fields],
    ['lineId', lineId?.fields],
    ['from', from?.from.fields],
    ['to', from?.to?.fields],
  ];
  const meanings = new Map<string, string[]>();
  for (const [part, fields = []] of parts) {
    for (const field of fields) {
      const key = field.toLowerCase();
      meanings.set(key, [...(meanings.get(key) ?? []), part]);
    }
  }
  return meanings;
}
