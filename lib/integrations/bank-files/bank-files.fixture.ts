import { XMLBuilder } from 'fast-xml-parser';

/** One payment as a bank writes it; amounts as decimal text, below zero for what went out. */
export type PartFixture = {
  amount: string;
  endToEndId?: string;
  messageId?: string;
  payer?: string;
  payerAccount?: string;
  text?: string | readonly string[];
  reference?: string;
  document?: string;
  returned?: string;
};

export type EntryFixture = Partial<PartFixture> & {
  amount: string;
  currency?: string;
  on?: string;
  bankReference?: string;
  isPending?: boolean;
  isReversal?: boolean;
  parts?: readonly PartFixture[];
  batch?: { count: number; messageId?: string };
};

export type StatementFixture = {
  kind?: 'Stmt' | 'Ntfctn';
  id: string;
  messageId?: string;
  account?: string;
  currency?: string;
  opening?: string;
  closing?: string;
  on?: string;
  entries: readonly EntryFixture[];
};

export const BANK_ACCOUNT = 'PL61109010140000071219812874';

/** A camt.053.001.08, or of notifications a camt.054.001.08, as banks send them. */
export function camtFile(...statements: StatementFixture[]): Buffer {
  const [first] = statements;
  const kind = first?.kind ?? 'Stmt';
  const name = kind === 'Stmt' ? 'BkToCstmrStmt' : 'BkToCstmrDbtCdtNtfctn';
  const version = kind === 'Stmt' ? 'camt.053.001.08' : 'camt.054.001.08';
  return write(version, name, {
    GrpHdr: { MsgId: first?.messageId ?? `MSG-${first?.id}`, CreDtTm: '2026-11-20T18:00:00+01:00' },
    [kind]: statements.map(statement),
  });
}

export type StatusFixture = {
  endToEndId?: string;
  status: string;
  reason?: string;
  words?: string;
  amount?: string;
  currency?: string;
};

/** A pain.002.001.14: of the whole file when it names no payment. */
export function painFile(id: string, originalMessageId: string, statuses: readonly StatusFixture[]): Buffer {
  const named = statuses.filter(({ endToEndId }) => endToEndId !== undefined);
  const whole = statuses.find(({ endToEndId }) => endToEndId === undefined);
  return write('pain.002.001.14', 'CstmrPmtStsRpt', {
    GrpHdr: { MsgId: id, CreDtTm: '2026-11-20T18:00:00Z' },
    OrgnlGrpInfAndSts: {
      ...{ OrgnlMsgId: originalMessageId, OrgnlMsgNmId: 'pain.001.001.09' },
      ...(whole && { GrpSts: whole.status, ...reasonOf(whole) }),
    },
    ...(named.length > 0 && {
      OrgnlPmtInfAndSts: { OrgnlPmtInfId: `${originalMessageId}-1`, TxInfAndSts: named.map(status) },
    }),
  });
}

const status = (of: StatusFixture) => ({
  ...{ OrgnlEndToEndId: of.endToEndId, TxSts: of.status, ...reasonOf(of) },
  ...(of.amount && {
    OrgnlTxRef: { Amt: { InstdAmt: { '@Ccy': of.currency ?? 'EUR', '#text': of.amount } } },
  }),
});

const reasonOf = ({ reason, words }: StatusFixture) =>
  reason ? { StsRsnInf: { Rsn: { Cd: reason }, ...(words && { AddtlInf: words }) } } : {};

function write(version: string, name: string, message: object): Buffer {
  const xml = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true });
  const document = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    Document: { '@xmlns': `urn:iso:std:iso:20022:tech:xsd:${version}`, [name]: message },
  };
  return Buffer.from(xml.build(document));
}

const money = (amount: string, currency: string) => ({ '@Ccy': currency, '#text': amount.replace('-', '') });
const direction = (amount: string) => (amount.startsWith('-') ? 'DBIT' : 'CRDT');

function statement(given: StatementFixture) {
  const { id, account = BANK_ACCOUNT, currency = 'EUR', on = '2026-11-20', kind = 'Stmt' } = given;
  const balance = (code: string, amount: string) => ({
    ...{
      Tp: { CdOrPrtry: { Cd: code } },
      Amt: money(amount, currency),
      CdtDbtInd: direction(amount),
      Dt: { Dt: on },
    },
  });
  const number = /^[A-Z]{2}\d{2}/.test(account) ? { IBAN: account } : { Othr: { Id: account } };
  return {
    ...{ Id: id, CreDtTm: '2026-11-20T18:00:00+01:00' },
    FrToDt: { FrDtTm: `${on}T00:00:00`, ToDtTm: `${on}T23:59:59` },
    Acct: { Id: number, Ccy: currency },
    ...(kind === 'Stmt' && {
      Bal: [balance('OPBD', given.opening ?? '0'), balance('CLBD', given.closing ?? '0')],
    }),
    ...(given.entries.length > 0 && { Ntry: given.entries.map((entry) => entryOf(entry, currency, on)) }),
  };
}

function entryOf(entry: EntryFixture, accountCurrency: string, day: string) {
  const { amount, currency = accountCurrency, on = day, bankReference, batch, isReversal } = entry;
  const parts = entry.parts ?? (batch ? [] : [entry]);
  return {
    ...{ Amt: money(amount, currency), CdtDbtInd: direction(amount) },
    ...(isReversal && { RvslInd: 'true' }),
    ...{ Sts: { Cd: entry.isPending ? 'PDNG' : 'BOOK' }, BookgDt: { Dt: on }, ValDt: { Dt: on } },
    ...(bankReference && { AcctSvcrRef: bankReference }),
    BkTxCd: { Domn: { Cd: 'PMNT', Fmly: { Cd: 'RCDT', SubFmlyCd: 'ESCT' } } },
    NtryDtls: {
      ...(batch && {
        Btch: { ...(batch.messageId && { MsgId: batch.messageId }), NbOfTxs: String(batch.count) },
      }),
      ...(parts.length > 0 && { TxDtls: parts.map((part) => partOf(part, currency)) }),
    },
  };
}

function partOf(part: PartFixture, currency: string) {
  const { amount, endToEndId, messageId, payer, payerAccount, text, reference, document, returned } = part;
  const isReturn = returned !== undefined;
  const side = (direction(amount) === 'CRDT') !== isReturn ? 'Dbtr' : 'Cdtr';
  const lines = text === undefined ? [] : [text].flat();
  const structured = reference ?? document;
  return {
    ...((endToEndId || messageId) && {
      Refs: { ...(messageId && { MsgId: messageId }), ...(endToEndId && { EndToEndId: endToEndId }) },
    }),
    ...{ Amt: money(amount, currency), CdtDbtInd: direction(amount) },
    ...((payer || payerAccount) && {
      RltdPties: {
        ...(payer && { [side]: { Pty: { Nm: payer } } }),
        ...(payerAccount && { [`${side}Acct`]: { Id: { IBAN: payerAccount } } }),
      },
    }),
    ...((lines.length > 0 || structured) && {
      RmtInf: {
        ...(lines.length > 0 && { Ustrd: lines }),
        ...(structured && {
          Strd: {
            ...(document && { RfrdDocInf: { Nb: document } }),
            ...(reference && { CdtrRefInf: { Ref: reference } }),
          },
        }),
      },
    }),
    ...(isReturn && { RtrInf: { Rsn: { Cd: returned } } }),
  };
}
