import { defaultLocale, type Locale } from '@/lib/format/locales';

/** One file per namespace: `messages/<locale>/<namespace>.json`. */
export const namespaces = [
  'common',
  'shell',
  'table',
  'auth',
  'operator',
  'partner',
  'customer',
  'bill',
  'offering',
  'document',
  'creditNote',
  'writeOff',
  'adjustment',
  'ledger',
  'discount',
  'explain',
  'correction',
  'errors',
  'alert',
  'webhook',
  'apiKey',
  'calculator',
  'run',
  'suspense',
  'connector',
  'expectation',
  'usageFile',
  'billMapping',
  'billImport',
  'mapping',
  'bank',
  'bankDetails',
  'fxRate',
  'difference',
  'dispute',
  'dunning',
  'payment',
  'payout',
  'agreement',
] as const;

export type Messages = { [key: string]: string | Messages };

/** All namespaces of a locale; what a translation lacks is shown in English rather than as a key. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  const parts = await Promise.all(
    namespaces.map(async (namespace) => {
      const fallback = await loadNamespace(defaultLocale, namespace);
      const own = locale === defaultLocale ? fallback : await loadNamespace(locale, namespace);
      return [namespace, mergeMessages(fallback, own)] as const;
    }),
  );
  return Object.fromEntries(parts);
}

/** Deep merge; `own` wins leaf by leaf. */
export function mergeMessages(fallback: Messages, own: Messages): Messages {
  const merged: Messages = { ...fallback };
  for (const [key, value] of Object.entries(own)) {
    const base = merged[key];
    merged[key] = typeof base === 'object' && typeof value === 'object' ? mergeMessages(base, value) : value;
  }
  return merged;
}

async function loadNamespace(locale: Locale, namespace: string): Promise<Messages> {
  const file = (await import(`./messages/${locale}/${namespace}.json`)) as { default: Messages };
  return file.default;
}
