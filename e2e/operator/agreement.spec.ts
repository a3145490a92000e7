import type { Page } from '@playwright/test';
import { checkPage } from '@/e2e/page-checks.fixture';
import { expect, test } from '@/e2e/portal.fixture';

/** From a day far away, so that no other story of the demo world is settled by it. */
test('a term is written, the example follows, both sides sign, and what was signed is final', async ({
  page,
  signInAs,
}) => {
  test.slow();
  await signInAs('Ewa Nowak');
  await page.goto('/operator/partners/skymesh/terms');
  await page.getByRole('link', { name: 'Open' }).first().click();
  await page.getByRole('button', { name: 'New version' }).click();
  await page.getByRole('group', { name: 'First day' }).getByRole('spinbutton').first().click();
  await page.keyboard.type('01012041');
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByText('Only you see it.')).toBeVisible();

  const example = page.getByRole('region', { name: 'Who gets what' });
  const share = (name: string) => example.getByRole('row', { name: new RegExp(name) }).last();
  await expect(share('SkyMesh')).toContainText('68.50');
  await page.getByRole('textbox', { name: 'Percentage' }).fill('60');
  await choose(page, 'Due', 'When the customer has paid');
  await example.getByRole('textbox', { name: 'Paid of it' }).fill('50');
  await expect(share('SkyMesh')).toHaveText(/60\.00.*30\.00.*30\.00/);
  await page.getByRole('textbox', { name: 'Percentage' }).fill('160');
  await expect(example.getByText('A share is 0 to 100 %')).toBeVisible();
  await page.getByRole('button', { name: 'Save draft' }).click();
  await expect(page.getByText('not 160 %').first()).toBeVisible();
  await page.getByRole('textbox', { name: 'Percentage' }).fill('60');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await expect(page.getByText('The draft is saved.')).toBeVisible();
  // The saved draft is on the page, with its example as it begins; a signature of the one before it would be refused.
  await expect(example.getByRole('textbox', { name: 'Paid of it' })).toHaveValue('100');
  await sign(page);
  await expect(page.getByText('Waits for signatures').first()).toBeVisible();

  await signInAs('Lena Hartmann');
  await page.goto('/partner/terms');
  const offered = page.getByRole('region').filter({ hasText: 'Waits for signatures' });
  await offered.getByRole('link', { name: 'Open' }).click();
  await expect(
    page.getByText('60% of what the payer receives. Due once the customer has paid.').first(),
  ).toBeVisible();
  await sign(page);
  await expect(page.getByText('Signed', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('table', { name: 'Signatures' }).getByRole('row')).toHaveCount(3);
});

test('a partner is put below any party by the keyboard, too much is refused at its place, and the tree is drawn', async ({
  page,
  signInAs,
}) => {
  test.slow();
  await signInAs('Ewa Nowak');
  await checkPage(page, '/operator/offerings/guarded-camera-site');
  await page.setViewportSize({ width: 1280, height: 800 });
  const drawn = page.getByRole('figure').getByRole('listitem');
  // 20 % to Aegis, 45 % of that to Sentinel; 30 % to Clearcast.
  await expect(drawn).toHaveText([
    /Meridian.*50\.00/,
    /Aegis.*11\.00/,
    /Sentinel.*9\.00/,
    /Clearcast.*30\.00/,
  ]);
  const paid = page.getByRole('table', { name: 'Who is paid' }).getByRole('row');
  await expect(paid).toHaveText([/Receives/, /Aegis/, /Sentinel.*Aegis/, /Clearcast/]);

  await page.getByRole('button', { name: 'Change the chain' }).click();
  const dialog = page.getByRole('dialog');
  const places = dialog.getByRole('list', { name: 'Who is paid' }).getByRole('listitem');
  await dialog.getByRole('button', { name: 'Remove Aegis Security and whom it pays' }).click();
  await expect(places).toHaveCount(2);
  await put(page, 'Meridian Telecom', 'Aegis Security');
  await put(page, 'Aegis Security', 'Sentinel Labs');
  await put(page, 'Meridian Telecom', 'SkyMesh');
  await expect(places).toHaveText([/Meridian/, /Clearcast/, /Aegis/, /Sentinel.*paid by Aegis/, /SkyMesh/]);
  await dialog.getByRole('group', { name: 'First day' }).getByRole('spinbutton').first().click();
  await page.keyboard.type('01012042');
  await dialog.getByRole('button', { name: 'Set the chain' }).click();
  // 30 % to Clearcast, 20 % to Aegis and up to 60 % to SkyMesh are more than there is.
  await expect(dialog.getByText('110 %').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Remove SkyMesh' }).click();
  await dialog.getByRole('button', { name: 'Set the chain' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Aegis Security → Sentinel Labs, Clearcast Video')).toBeVisible();
});

test('agreements can be read and written by everybody', async ({ page, signInAs }) => {
  await signInAs('Ewa Nowak');
  await checkPage(page, '/operator/partners/aegis/terms/new');
});

test('a change of how a partner is paid is announced with its day, and the partner agrees at once', async ({
  page,
  signInAs,
}) => {
  await signInAs('Ewa Nowak');
  await page.goto('/operator/partners/cumulus/terms');
  await page.getByRole('button', { name: 'Change conditions' }).click();
  const dialog = page.getByRole('dialog');
  const change = { hasText: /Kept back for.* 77 days/ };
  await dialog.getByLabel('Kept back for').fill('77');
  await expect(dialog.getByRole('listitem').filter(change)).toBeVisible();
  await dialog.getByRole('button', { name: 'Save conditions' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('listitem').filter(change)).toBeVisible();

  await signInAs('Dev Patel');
  await page.goto('/partner/terms');
  await page.getByRole('button', { name: 'Agree now' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Agree now' }).click();
  await expect(page.getByText('Agreed: it holds from today on.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Agree now' })).toBeHidden();
  await expect(page.getByText('77 days')).toBeVisible();
});

async function sign(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign', exact: true }).click();
}

async function put(page: Page, payer: string, partner: string): Promise<void> {
  await page.getByRole('button', { name: `Add below ${payer}` }).press('Enter');
  await page.getByRole('menuitem', { name: partner }).press('Enter');
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(`${label}$|^${label}|${label} `) })
    .first()
    .click();
  await page.getByRole('option', { name: option }).first().click();
}
