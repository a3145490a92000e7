import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '@/e2e/portal.fixture';

const PAGE_MS = 30_000;
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** A page that is there, that everybody can read in light and dark, and that fits a telephone. */
export async function checkPage(page: Page, path: string): Promise<void> {
  // A sweep has the time of its pages, however many they are.
  test.setTimeout(test.info().timeout + PAGE_MS);
  await test.step(path, async () => {
    await page.setViewportSize(WIDE);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeHidden();
    await expect(page.getByRole('heading', { name: 'This page could not be read' })).toBeHidden();
    expect.soft(await findings(page), `${path} in light`).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveClass(/\bdark\b/);
    expect.soft(await contrastFindings(page), `${path} in dark`).toEqual([]);
    await page.setViewportSize(NARROW);
    await expect
      .soft(page.getByRole('heading', { level: 1 }), `${path} at ${NARROW.width} px`)
      .toBeInViewport({ ratio: 0.1 });
    await expect
      .configure({ soft: true })
      .poll(() => sidewaysPx(page), {
        message: `${path} scrolls sideways at ${NARROW.width} px`,
      })
      .toBeLessThanOrEqual(0);
  });
}

/** The keyboard's ways that every portal has: past the rail, to anywhere, and into a list's first row. */
export async function checkKeyboard(
  page: Page,
  portal: { home: string; list: string; place: string; placeUrl: RegExp },
): Promise<void> {
  await page.goto(portal.home);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Search or jump to' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.type(portal.place);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(portal.placeUrl);
  await expect(page.getByRole('dialog')).toBeHidden();

  await page.goto(portal.list);
  const firstRow = page.getByRole('table').first().getByRole('row').nth(1).getByRole('link').first();
  const target = await firstRow.getAttribute('href');
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    await page.keyboard.press('Tab');
    if (await firstRow.evaluate((link) => link === document.activeElement)) break;
  }
  await expect(firstRow).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL((url) => url.pathname + url.search === target);
}

const MOST_TABS = 60;

/** On a telephone the rail is a bar under the thumb and a drawer; both go where the rail goes. */
export async function checkTelephone(
  page: Page,
  portal: { home: string; place: string; placeUrl: RegExp },
): Promise<void> {
  await page.setViewportSize(NARROW);
  await page.goto(portal.home);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect.soft(await findings(page), `${portal.home} at ${NARROW.width} px`).toEqual([]);
  await page.getByRole('navigation', { name: 'Quick' }).getByRole('link', { name: portal.place }).click();
  await expect(page).toHaveURL(portal.placeUrl);
  await page.getByRole('button', { name: 'Menu' }).click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByRole('link', { name: portal.place })).toHaveAttribute('aria-current', 'page');
  await drawer.getByRole('link', { name: 'Home' }).click();
  await expect(page).toHaveURL((url) => url.pathname === portal.home);
  await expect(drawer).toBeHidden();
}

/** What axe finds against WCAG 2.2 A and AA, each as its rule and the first places. Leaves axe in the page. */
async function findings(page: Page): Promise<string[]> {
  // There are no frames here, for which the other mode would open a page of its own each time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  return wordsOf((await axe.options({ ...QUICKLY, runOnly: WCAG }).analyze()).violations);
}

/** What the theme changes is colour: the axe that looked at everything else looks at that again. */
async function contrastFindings(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(
    (options) => (window as unknown as { axe: Axe }).axe.run(options),
    { ...QUICKLY, runOnly: ['color-contrast'] },
  );
  return wordsOf(violations);
}

/** Without all that passes, and without asking for each style sheet a second time: a page takes half as long. */
const QUICKLY = { resultTypes: ['violations' as const], preload: false };

type Violation = { id: string; nodes: { target: unknown; failureSummary?: string }[] };
type Axe = { run: (options: object) => Promise<{ violations: Violation[] }> };

const wordsOf = (violations: readonly Violation[]) =>
  violations.map(({ id, nodes }) => {
    const places = nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} (${failureSummary})`);
    return `${id}: ${places.join('; ')}`;
  });

const sidewaysPx = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
