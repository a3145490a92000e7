import { checkPage } from '@/e2e/page-checks.fixture';
import { ASKED_AS_NOBODY, expect, forgetSession, test } from '@/e2e/portal.fixture';
import { DEMO_PASSWORD } from '@/prisma/seed/personas';

test('who is signed out signs in and comes to where they were going', async ({ page }) => {
  for (const [person, path, title] of [
    [/Marek Lis/, '/operator/customers?sort=-name', 'Customers'],
    [/Dev Patel/, '/partner/terms', 'Agreement'],
    [/Anke Vogel/, '/customer/bills', 'Bills'],
  ] as const) {
    await forgetSession(page);
    await page.goto(path);
    await expect(page).toHaveURL(/\/sign-in\?/);
    await page.getByRole('button', { name: person }).click();
    await expect(page).toHaveURL((url) => url.pathname + url.search === path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  }
});

test.describe('with a password', () => {
  // The browser logs the answer to a refused sign-in, which is a 401.
  test.use({ tolerated: [/status of 401/] });

  test('an empty field and a wrong password are told, the right one opens the door', async ({ page }) => {
    await page.goto('/sign-in');
    const [email, password] = [page.getByLabel('Email address'), page.getByLabel('Password')];
    const submit = page.getByRole('button', { name: 'Sign in', exact: true });
    await submit.click();
    await expect(email).toHaveAttribute('aria-invalid', 'true');

    await email.fill('ewa.nowak@meridian.example');
    await password.fill('not the password');
    await submit.click();
    await expect(page.getByText('The address or the password is wrong.')).toBeVisible();
    await expect(email).toHaveValue('ewa.nowak@meridian.example');

    await password.fill(DEMO_PASSWORD);
    await submit.click();
    await expect(page).toHaveURL(/\/operator$/);
  });
});

test.describe('a session that ends', () => {
  // A look for news that is under way meanwhile.
  test.use({ tolerated: [ASKED_AS_NOBODY] });

  test('signing out ends it for good', async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByRole('button', { name: /Jonas Berg/ }).click();
    await expect(page).toHaveURL(/\/partner$/);
    const cookies = await page.context().cookies();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(/\/sign-in$/);

    // A copy of the cookie, as a thief or another tab would have it.
    await page.context().addCookies(cookies);
    await page.goto('/partner');
    await expect(page).toHaveURL(/\/sign-in/);
  });
});

test('the doors are readable, in light and dark, wide and narrow', async ({ page }) => {
  await checkPage(page, '/sign-in');
  await checkPage(page, '/calculator');
});
