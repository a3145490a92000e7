import { test as base, type Cookie, expect, type Page } from '@playwright/test';
import { type ApiKey, apiOf, type TributaryApi } from '@/e2e/api.fixture';
import { DEMO_PASSWORD, demoPersonas } from '@/prisma/seed/personas';

export { expect };

type Portal = {
  /** What the browser may complain of in this test; anything else fails it. */
  tolerated: RegExp[];
  /** Goes on in this page as a person of the demo world, without the sign-in page. */
  signInAs: (name: PersonName) => Promise<void>;
  apiOf: (key: ApiKey | null) => TributaryApi;
};

export type PersonName =
  | 'Ewa Nowak'
  | 'Marek Lis'
  | 'Lena Hartmann'
  | 'Dev Patel'
  | 'Nora Ellis'
  | 'Piotr Kowal'
  | 'Anke Vogel';

/** A page that fails its test by any error in the console, and people to sign in as. */
export const test = base.extend<Portal>({
  tolerated: [[], { option: true }],
  page: async ({ page, tolerated }, use) => {
    const complaints = complaintsOf(page);
    const goto = page.goto.bind(page);
    page.goto = async (...to) => {
      const answer = await goto(...to);
      await untilListening(page);
      return answer;
    };
    await use(page);
    expect(complaints.filter((text) => !tolerated.some((known) => known.test(text)))).toEqual([]);
  },
  signInAs: async ({ page }, use) => {
    await use(async (name) => {
      await forgetSession(page);
      const cookies = sessions.get(name);
      if (cookies) return page.context().addCookies(cookies);
      await signIn(page, name);
      sessions.set(name, await page.context().cookies());
    });
  },
  apiOf: async ({ playwright, baseURL }, use) => {
    const opened = new Map<ApiKey | null, TributaryApi>();
    await use((key) => {
      const api = opened.get(key) ?? apiOf(playwright.request, baseURL!, key);
      opened.set(key, api);
      return api;
    });
    for (const api of opened.values()) await api.close();
  },
});

/** Leaves the page before its session: one left open would go on asking, as nobody, and the browser would complain of the answers. */
export async function forgetSession(page: Page): Promise<void> {
  await page.goto('about:blank');
  await page.context().clearCookies();
}

/** What the browser says when a page that looks for news by itself asks in the moment in which its session has ended. */
export const ASKED_AS_NOBODY = /status of 401 .*\/api\/v1\/(alerts\/new|payouts\/next)/;

/**
 * Until whatever is pressed on a page of ours does something: it is drawn before its script is there, and on a busy machine a press
 * in between would be lost. React leaves its mark on the elements whose events it hears.
 */
export async function untilListening(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    if (!document.querySelector('script[src*="/_next/"]')) return true;
    // What names a form's action before the script is there is left alone by it.
    const controls = document.querySelectorAll(':is(button, input:not([type="hidden"]), textarea, select)');
    return [...controls].every((control) => Object.keys(control).some((key) => key.startsWith('__react')));
  });
}

/** One session a person for all tests of a worker: hashing a password takes a while, on purpose. */
const sessions = new Map<PersonName, Cookie[]>();

async function signIn(page: Page, name: PersonName): Promise<void> {
  const person = demoPersonas.find((persona) => persona.name === name)!;
  const { csrfToken } = (await (await page.request.get('/api/auth/csrf')).json()) as { csrfToken: string };
  const answer = await page.request.post('/api/auth/callback/credentials', {
    form: { email: person.email, password: DEMO_PASSWORD, csrfToken, callbackUrl: '/', json: 'true' },
  });
  expect(answer.ok(), `signing in as ${name}: ${answer.status()}`).toBe(true);
}

function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`${error.name}: ${error.message}`));
  return complaints;
}
