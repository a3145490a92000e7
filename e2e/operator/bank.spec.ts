import type { Page } from '@playwright/test';
import { expect, test } from '@/e2e/portal.fixture';

type Payout = {
  id: string;
  number: string | null;
  amount: string;
  currency: string;
  partner: { slug: string };
};
type NextPayout = {
  causes: { cause: string; amount: string }[];
  open: { currency: string; amount: string }[];
};

// The browser tells of the answer to a file that was taken already.
test.use({ tolerated: [/409 \(Conflict\).*bank-files/] });

/** What the bank tells: money that comes in, and a payment out that it would not make. */
test('a statement is taken once and what it left is matched; a payout that the bank refuses is due again', async ({
  page,
  signInAs,
  apiOf,
}) => {
  test.slow();
  await signInAs('Ewa Nowak');
  await page.goto('/operator/payments/bank');
  const statement = statementOf(`E2E-${Date.now()}`);
  await drop(page, statement);
  const results = page.getByRole('table', { name: 'What became of it' });
  await expect(results).toContainText('2.00');
  const entries = page.getByRole('table', { name: /^Entries of/ });
  await expect(entries.getByRole('row', { name: /Kaya Freight/ })).toContainText('Waits for you');
  await expect(entries.getByRole('row', { name: /Nordlicht/ })).toContainText(
    'By the account number NE-5001',
  );

  await entries
    .getByRole('row', { name: /Kaya Freight/ })
    .getByRole('link')
    .first()
    .click();
  await page.getByLabel('Another account').fill('NE-5001');
  await page.getByRole('button', { name: 'Match', exact: true }).last().click();
  await expect(page.getByText('By a person')).toBeVisible();

  await page.goto('/operator/payments/bank');
  await drop(page, statement);
  await expect(page.getByText(/This file was taken already/)).toBeVisible();

  const operator = apiOf('trb_demo_operator');
  const payout = await sendOne(page);
  const before = await operator.read<NextPayout>(`/api/v1/payouts/next?partner=${payout.partner.slug}`);
  await page.goto('/operator/payments/bank');
  await drop(page, { name: `status-${payout.number}.xml`, mimeType, buffer: Buffer.from(refusalOf(payout)) });
  const row = page.getByRole('table', { name: /^Entries of/ }).getByRole('row', { name: payout.number! });
  await expect(row).toContainText('The account is closed (AC04)');
  await page.goto(`/operator/payouts/${payout.id}`);
  await expect(page.getByText('The account is closed (AC04)').first()).toBeVisible();
  const after = await operator.read<NextPayout>(`/api/v1/payouts/next?partner=${payout.partner.slug}`);
  expect(minorOf(after, payout.currency) - minorOf(before, payout.currency)).toBe(minor(payout.amount));
});

const mimeType = 'application/xml';

async function drop(page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.getByLabel('Bank file', { exact: true }).setInputFiles(file);
}

/** The second person's word on one payout of the demo that nobody objects to, and the file it leaves with. */
async function sendOne(page: Page): Promise<Payout> {
  const waiting = await page.request.get('/api/v1/payouts?state=review&limit=50');
  const payouts = ((await waiting.json()) as { data: Payout[] }).data;
  const payout = payouts.find(({ partner }) => partner.slug === 'cumulus')!;
  const origin = new URL(page.url()).origin;
  const path = `/api/v1/payouts/${payout.id}/approve`;
  const approved = await page.request.post(path, {
    headers: { origin },
    data: { expectedAmount: payout.amount },
  });
  expect(approved.ok(), await approved.text()).toBe(true);
  await page.goto('/operator/payouts/files');
  const dialog = page.getByRole('dialog', { name: 'Pay approved payouts' });
  await page.getByRole('button', { name: 'New payment file' }).click();
  await dialog.getByRole('button', { name: /Currency/ }).click();
  await page.getByRole('option', { name: payout.currency }).click();
  await dialog.getByRole('button', { name: 'Make the file' }).click();
  await expect(dialog.getByText(/in the file/)).toBeVisible();
  const sent = await page.request.get(`/api/v1/payouts/${payout.id}`);
  return (await sent.json()) as Payout;
}

const minor = (text: string): bigint => BigInt(text.replace('.', ''));
const minorOf = ({ open }: NextPayout, currency: string): bigint =>
  minor(open.find((each) => each.currency === currency)?.amount ?? '0.00');

function statementOf(id: string) {
  const entry = (amount: string, payer: string, text: string) =>
    `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt>
     <NtryDtls><TxDtls><Amt Ccy="EUR">${amount}</Amt><RltdPties><Dbtr><Pty><Nm>${payer}</Nm></Pty></Dbtr></RltdPties>
     <RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
  const body = `<GrpHdr><MsgId>${id}</MsgId><CreDtTm>2026-01-05T20:00:00Z</CreDtTm></GrpHdr>
    <Stmt><Id>${id}</Id><Acct><Id><IBAN>PL61109010140000071219812874</IBAN></Id><Ccy>EUR</Ccy></Acct>
    ${entry('1.00', 'Nordlicht Energie', 'for NE-5001')}${entry('2.00', 'Kaya Freight', 'thank you')}</Stmt>`;
  return {
    name: `${id}.xml`,
    mimeType,
    buffer: Buffer.from(message('camt.053.001.08', 'BkToCstmrStmt', body)),
  };
}

const refusalOf = ({ number, amount, currency }: Payout): string =>
  message(
    'pain.002.001.14',
    'CstmrPmtStsRpt',
    `<GrpHdr><MsgId>E2E-${number}</MsgId><CreDtTm>2026-01-06T08:00:00Z</CreDtTm></GrpHdr>
     <OrgnlGrpInfAndSts><OrgnlMsgId>PAY</OrgnlMsgId></OrgnlGrpInfAndSts>
     <OrgnlPmtInfAndSts><TxInfAndSts><OrgnlEndToEndId>${number}</OrgnlEndToEndId><TxSts>RJCT</TxSts>
     <StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>
     <OrgnlTxRef><Amt><InstdAmt Ccy="${currency}">${amount}</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts></OrgnlPmtInfAndSts>`,
  );

const message = (version: string, name: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}"><${name}>${body}</${name}></Document>`;
