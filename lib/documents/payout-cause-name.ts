import { createTranslator } from 'use-intl/core';
import { defaultLocale } from '@/lib/format/locales';
import { loadMessages } from '@/lib/format/messages';

/** Says why an amount is on a payout, in the words that its pages and its PDF use. Example: "shares" is "Shares of bills". */
export async function payoutCauseName(): Promise<(cause: string) => string> {
  const messages = await loadMessages(defaultLocale);
  const t = createTranslator({ locale: defaultLocale, messages, namespace: 'payout' });
  return (cause) => (t as (key: string) => string)(`cause.${cause}`);
}
