import { compactAccount } from '@/lib/domain/settlement/iban';
import type { ReadPart } from '@/lib/integrations/bank-files/bank-file';
import { readAmount, readSign, readText } from '@/lib/integrations/bank-files/read-amount';
import type { XmlElement } from '@/lib/integrations/partner-bills/ubl/xml';

/** One payment of an entry. Its amount is null when the file does not say it in the account's own currency. */
export function readPart(
  part: XmlElement,
  detail: XmlElement,
  entry: { currency: string; sign: 1n | -1n; where: string },
): Omit<ReadPart, 'amountMinor'> & { amountMinor: bigint | null } {
  const references = part.find('Refs');
  const batch = detail.find('Btch');
  const sign = part.text('CdtDbtInd') === null ? entry.sign : readSign(part, entry.where);
  const reason = part.find('RtrInf');
  return {
    amountMinor: readPartAmount(part, entry, sign),
    endToEndId: given(readText(references, 'EndToEndId', 35)),
    messageId: readText(references, 'MsgId', 35) ?? readText(batch, 'MsgId', 35),
    paymentInfoId: readText(references, 'PmtInfId', 35) ?? readText(batch, 'PmtInfId', 35),
    counterparty: readCounterparty(part, sign),
    remittance: readRemittance(part),
    references: readReferences(part),
    returned: reason && {
      code: readText(reason, 'Rsn/Cd', 35) ?? readText(reason, 'Rsn/Prtry', 35),
      words:
        reason
          .all('AddtlInf')
          .flatMap((line) => line.text() ?? [])
          .join(' ')
          .slice(0, 300) || null,
    },
  };
}

function readPartAmount(
  part: XmlElement,
  { currency, where }: { currency: string; where: string },
  sign: 1n | -1n,
): bigint | null {
  const said = [part.find('Amt'), part.find('AmtDtls/TxAmt/Amt'), part.find('AmtDtls/InstdAmt/Amt')];
  const own = said.find((amount) => amount?.attribute('Ccy') === currency);
  return own ? sign * readAmount(own, `A payment of ${where}`).amountMinor : null;
}

/** What stands for "none" in a field that has to be filled. */
const given = (text: string | null): string | null =>
  text === null || /^(NOTPROVIDED|NOT PROVIDED|NONREF|N\/A|0+|-)$/i.test(text) ? null : text;

/** Who is at the other side: the debtor of what came in, the creditor of what went out. */
function readCounterparty(part: XmlElement, sign: 1n | -1n): ReadPart['counterparty'] {
  const parties = part.find('RltdPties');
  // What comes back has the parties as they were when it went.
  const isReturn = part.find('RtrInf') !== null;
  const side = sign > 0n !== isReturn ? 'Dbtr' : 'Cdtr';
  const name = (of: string) => readText(parties, `${of}/Pty/Nm`) ?? readText(parties, `${of}/Nm`);
  const account = parties?.find(`${side}Acct/Id`) ?? null;
  const number = readText(account, 'IBAN', 34) ?? readText(account, 'Othr/Id', 34);
  return {
    name: name(side) ?? name(`Ultmt${side}`),
    account: number === null ? null : compactAccount(number),
  };
}

/** What the payer wrote; banks cut it into lines at will. */
function readRemittance(part: XmlElement): string | null {
  const info = part.find('RmtInf');
  const lines = info?.all('Ustrd').flatMap((line) => line.text() ?? []) ?? [];
  const more =
    info?.all('Strd').flatMap((strd) => strd.all('AddtlRmtInf').flatMap((line) => line.text() ?? [])) ?? [];
  return [...lines, ...more].join(' ').slice(0, 1_000) || null;
}

const MAX_REFERENCES = 50;

function readReferences(part: XmlElement): string[] {
  const structured = part.find('RmtInf')?.all('Strd') ?? [];
  const found = structured.flatMap((strd) => [
    readText(strd, 'CdtrRefInf/Ref', 35),
    ...strd.all('RfrdDocInf').map((document) => readText(document, 'Nb', 35)),
  ]);
  return found.filter((reference): reference is string => reference !== null).slice(0, MAX_REFERENCES);
}
