import { createTranslator } from 'use-intl/core';
import { formatInstant } from '@/lib/format/date';
import { defaultLocale } from '@/lib/format/locales';
import { loadMessages } from '@/lib/format/messages';
import { formatPeriod } from '@/lib/format/period';

export type ReminderLetter = {
  partnerName: string;
  cycleName: string;
  from: string;
  to: string;
  dueAt: string;
  timeZone: string;
  link: string;
};

/** A letter to a partner about a bill that is due soon: its subject and its plain text. */
export async function reminderMail(letter: ReminderLetter): Promise<{ subject: string; body: string }> {
  const locale = defaultLocale;
  const messages = await loadMessages(locale);
  const t = createTranslator({ locale, messages, namespace: 'expectation.mail' }) as unknown as (
    key: string,
    values?: Record<string, string>,
  ) => string;
  const { partnerName, cycleName, from, to, dueAt, timeZone, link } = letter;
  const period = formatPeriod(from, to, locale);
  const due = `${formatInstant(dueAt, locale, timeZone)} (${timeZone})`;
  return {
    subject: t('subject', { period, due }),
    body: [
      t('owed', { partner: partnerName, period, cycle: cycleName, due }),
      t('late'),
      `${t('send')}\n${link}`,
    ].join('\n\n'),
  };
}
