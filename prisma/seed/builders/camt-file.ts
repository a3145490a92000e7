/** One payment as the bank tells it: amounts as decimal text, below zero for what went out. */
export type StatementEntry = {
  amount: string;
  text: string;
  payer?: string;
  iban?: string;
  endToEndId?: string;
  /** A direct debit that comes back, with the code of its reason and what the bank takes for it. */
  returned?: { code: string; fee: string };
};

export type Statement = {
  id: string;
  account: string;
  currency: string;
  on: string;
  opening: string;
  closing: string;
  entries: readonly StatementEntry[];
};

/** A statement of a day (camt.053.001.08), as banks send it. */
export function camtFile({ id, account, currency, on, opening, closing, entries }: Statement): Buffer {
  const amount = (text: string) => `<Amt Ccy="${currency}">${text.replace('-', '')}</Amt>`;
  const direction = (text: string) => `<CdtDbtInd>${text.startsWith('-') ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
  const balance = (code: string, text: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amount(text)}${direction(text)}<Dt><Dt>${on}</Dt></Dt></Bal>`;
  const written = entries.map((entry, n) => {
    const { amount: text, payer, iban, endToEndId, returned } = entry;
    const side = text.startsWith('-') && !returned ? 'Cdtr' : 'Dbtr';
    const parties =
      (payer ? `<${side}><Pty><Nm>${escaped(payer)}</Nm></Pty></${side}>` : '') +
      (iban ? `<${side}Acct><Id><IBAN>${iban}</IBAN></Id></${side}Acct>` : '');
    const charge = returned
      ? `<Chrgs><Rcrd>${amount(returned.fee)}<CdtDbtInd>DBIT</CdtDbtInd><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>`
      : '';
    const part = returned ? `-${less(text, returned.fee)}` : text;
    return `<Ntry>${amount(text)}${direction(text)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${on}</Dt></BookgDt>
      <AcctSvcrRef>${id}-${n + 1}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>OTHR</SubFmlyCd></Fmly></Domn></BkTxCd>
      <NtryDtls><TxDtls>${endToEndId ? `<Refs><EndToEndId>${endToEndId}</EndToEndId></Refs>` : ''}${amount(part)}${direction(part)}
      ${charge}${parties === '' ? '' : `<RltdPties>${parties}</RltdPties>`}<RmtInf><Ustrd>${escaped(entry.text)}</Ustrd></RmtInf>
      ${returned ? `<RtrInf><Rsn><Cd>${returned.code}</Cd></Rsn></RtrInf>` : ''}</TxDtls></NtryDtls></Ntry>`;
  });
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
  <GrpHdr><MsgId>${id}</MsgId><CreDtTm>${on}T20:00:00Z</CreDtTm></GrpHdr>
  <Stmt><Id>${id}</Id><Acct><Id><IBAN>${account}</IBAN></Id><Ccy>${currency}</Ccy></Acct>
    ${balance('OPBD', opening)}${balance('CLBD', closing)}
    <TxsSummry><TtlNtries><NbOfNtries>${entries.length}</NbOfNtries></TtlNtries></TxsSummry>
    ${written.join('\n    ')}
  </Stmt>
</BkToCstmrStmt></Document>
`);
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** What came back without the fee: -102.50 with 2.50 is 100.00. */
function less(amount: string, fee: string): string {
  const cents = (text: string) => BigInt(text.replace(/[-.]/g, ''));
  const left = String(cents(amount) - cents(fee)).padStart(3, '0');
  return `${left.slice(0, -2)}.${left.slice(-2)}`;
}
