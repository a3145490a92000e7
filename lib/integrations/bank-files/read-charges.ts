import { readAmount, readSign } from '@/lib/integrations/bank-files/read-amount';
import type { XmlElement } from '@/lib/integrations/partner-bills/ubl/xml';

/**
 * What the bank charged within an entry, in its currency: below zero what it took. Charges that it says are not included (ChrgInclInd) are
 * booked by themselves. Without a direction they are what it took.
 */
export function readCharges(
  entry: XmlElement,
  parts: readonly XmlElement[],
  { currency, where }: { currency: string; where: string },
): bigint {
  // Told of the entry and of its payments it is the same twice.
  const told = [entry, ...parts].map((element) =>
    element
      .all('Chrgs')
      .flatMap((charges) => (charges.all('Rcrd').length > 0 ? charges.all('Rcrd') : [charges]))
      .filter(
        (record) => record.find('Amt') !== null && !/^(false|0)$/.test(record.text('ChrgInclInd') ?? ''),
      )
      .reduce((sum, record) => {
        const { amountMinor, currency: of } = readAmount(record.find('Amt'), `A charge of ${where}`);
        const sign = record.text('CdtDbtInd') === null ? -1n : readSign(record, `A charge of ${where}`);
        return of === currency ? sum + sign * amountMinor : sum;
      }, 0n),
  );
  const [ofEntry, ...ofParts] = told;
  return ofEntry !== 0n ? ofEntry! : ofParts.reduce((sum, amountMinor) => sum + amountMinor, 0n);
}
