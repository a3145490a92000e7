import { currency, isCurrency } from '@/lib/domain/money/currency';
import { type Decimal, parseDecimal } from '@/lib/domain/money/decimal';
import { parseCivilDate } from '@/lib/domain/period/civil-date';
import { parseXml, refuse, type XmlElement } from '@/lib/integrations/partner-bills/ubl/xml';

/** As a rate's source. */
export const ECB = 'ECB';

export type EcbRate = { base: 'EUR'; quote: string; validOn: string; rate: Decimal };

/** The euro's reference rates since 1999 are some 200,000; a year is 8,000. */
export const MAX_ECB_RATES = 20_000;

/**
 * The European Central Bank's reference rates, of a day (eurofxref-daily.xml) or of many (eurofxref-hist-90d.xml): what one euro costs.
 * A currency that we do not know is left out. www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates
 * Fails: as `parseXml`, `not_ecb`, `bad_rate_date`, `bad_rate`, `too_many_rates`.
 */
export function readEcbRates(bytes: Buffer): EcbRate[] {
  const { element } = parseXml(bytes, 'file of rates');
  const days = element.find('Cube')?.all('Cube') ?? [];
  if (days.length === 0) {
    throw refuse(
      'not_ecb',
      'The file has no reference rates of the European Central Bank. Take eurofxref-daily.xml.',
    );
  }
  const rates: EcbRate[] = [];
  for (const day of days) {
    const validOn = parseCivilDate(day.attribute('time') ?? '');
    if (validOn === null) {
      throw refuse('bad_rate_date', `"${(day.attribute('time') ?? '').slice(0, 40)}" is no day of rates.`);
    }
    for (const cube of day.all('Cube')) {
      const read = readRate(cube, validOn);
      if (read) rates.push(read);
      if (rates.length > MAX_ECB_RATES) {
        throw refuse(
          'too_many_rates',
          `The file has more than ${MAX_ECB_RATES} rates. Take the one of the last 90 days.`,
        );
      }
    }
  }
  return rates;
}

function readRate(cube: XmlElement, validOn: string): EcbRate | null {
  const code = cube.attribute('currency') ?? '';
  const text = cube.attribute('rate') ?? '';
  if (!isCurrency(code) || code === 'EUR') return null;
  const rate = parseDecimal(text);
  if (rate === null || rate <= 0n) {
    throw refuse('bad_rate', `"${text.slice(0, 40)}" is no rate for ${code} on ${validOn}.`);
  }
  return { base: 'EUR', quote: currency(code), validOn, rate };
}
