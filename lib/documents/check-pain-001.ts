import { XMLParser } from 'fast-xml-parser';
import { type Currency, currency, currencyExponent } from '@/lib/domain/money/currency';
import { DECIMAL_SCALE, formatScaled } from '@/lib/domain/money/decimal';
import { parseMoney } from '@/lib/domain/money/money';

type Amount = { amountMinor: bigint; currency: Currency };

/** The sum of the figures whatever their currencies, as ISO 20022 has it: 10.00 EUR and 500 JPY are "510". */
export const controlSum = (amounts: readonly Amount[]): string =>
  formatScaled(
    amounts.reduce((sum, amount) => sum + scaled(amount), 0n),
    DECIMAL_SCALE,
  );

const scaled = ({ amountMinor, currency: code }: Amount): bigint =>
  amountMinor * 10n ** BigInt(DECIMAL_SCALE - currencyExponent(code));

/**
 * Reads a payment file as a bank would, and compares what it says, and what its payments sum to, with what it was made of: the group's count
 * and sum, and each block's. Throws with the numbers.
 */
export function checkPain001(bytes: Uint8Array, payments: readonly Amount[]): void {
  const group = parser.parse(new TextDecoder().decode(bytes)).Document.CstmrCdtTrfInitn;
  const blocks = group.PmtInf as ReadBlock[];
  const expected = { count: payments.length, sum: controlSum(payments) };
  compare('group header', stated(group.GrpHdr), expected);
  compare('payments of the file', found(blocks.flatMap(({ CdtTrfTxInf }) => CdtTrfTxInf)), expected);
  for (const block of blocks) {
    compare(`block ${block.PmtInfId}`, stated(block), found(block.CdtTrfTxInf));
  }
}

type Stated = { NbOfTxs: string; CtrlSum: string };
type ReadPayment = { Amt: { InstdAmt: { '@Ccy': string; '#text': string } } };
type ReadBlock = Stated & { PmtInfId: string; CdtTrfTxInf: ReadPayment[] };
type Sums = { count: number; sum: string };

const parser = new XMLParser({
  ...{ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false },
  isArray: (name) => name === 'PmtInf' || name === 'CdtTrfTxInf',
});

const stated = ({ NbOfTxs, CtrlSum }: Stated): Sums => ({ count: Number(NbOfTxs), sum: CtrlSum });

function found(payments: readonly ReadPayment[]): Sums {
  const amounts = payments.map(({ Amt: { InstdAmt } }) => {
    const amount = parseMoney(InstdAmt['#text'], currency(InstdAmt['@Ccy']));
    if (!amount) throw new Error(`A payment file has an amount of ${InstdAmt['#text']} ${InstdAmt['@Ccy']}`);
    return amount;
  });
  return { count: amounts.length, sum: controlSum(amounts) };
}

function compare(what: string, is: Sums, expected: Sums): void {
  if (is.count === expected.count && is.sum === expected.sum) return;
  throw new Error(
    `The ${what} says ${is.count} payments of ${is.sum} where there are ${expected.count} of ${expected.sum}`,
  );
}
