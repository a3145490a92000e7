import { createTranslator } from 'use-intl/core';
import { formatInstant } from '@/lib/format/date';
import { defaultLocale } from '@/lib/format/locales';
import { loadMessages } from '@/lib/format/messages';
import { formatMoney } from '@/lib/format/money';

export type DisputeLetter = {
  about: 'routed' | 'reminded' | 'overdue' | 'resolved';
  number: string;
  bill: string;
  line: string;
  disputed: string;
  accepted: string | null;
  currency: string;
  customer: string;
  state: string;
  answerDueAt: string | null;
  timeZone: string;
  link: string;
};

/** A letter about a dispute: its subject and its plain text. */
export async function disputeMail(letter: DisputeLetter): Promise<{ subject: string; body: string }> {
  const locale = defaultLocale;
  const messages = await loadMessages(locale);
  const t = createTranslator({ locale, messages, namespace: 'dispute' }) as unknown as (
    key: string,
    values?: Record<string, string>,
  ) => string;
  const { about, currency, accepted, answerDueAt, timeZone } = letter;
  const values = {
    number: letter.number,
    bill: letter.bill,
    line: letter.line,
    customer: letter.customer,
    amount: formatMoney(letter.disputed, currency, locale),
    accepted: formatMoney(accepted ?? '0', currency, locale),
    state: t(`state.${letter.state}`),
    due: answerDueAt === null ? '' : `${formatInstant(answerDueAt, locale, timeZone)} (${timeZone})`,
  };
  const facts = t('mail.facts', values);
  return {
    subject: t(`mail.${about}.subject`, values),
    body: [t(`mail.${about}.text`, values), facts, `${t('mail.open')}\n${letter.link}`].join('\n\n'),
  };
}
