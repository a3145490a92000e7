import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { isLocale, localeCookie, negotiateLocale } from '@/lib/format/locales';
import { loadMessages } from '@/lib/format/messages';

/** next-intl's per-request set-up: the chosen language (cookie), else the browser's, and its messages. */
export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(localeCookie)?.value;
  const locale = isLocale(chosen) ? chosen : negotiateLocale((await headers()).get('accept-language'));
  // Every date we show names its own zone; UTC here only keeps server and browser in agreement.
  return { locale, messages: await loadMessages(locale), timeZone: 'UTC' };
});
