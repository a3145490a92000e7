import { createTranslator } from 'use-intl/core';
import { formatDate } from '@/lib/format/date';
import ar from '@/lib/format/letters/dunning-ar.json';
import de from '@/lib/format/letters/dunning-de.json';
import en from '@/lib/format/letters/dunning-en.json';
import pl from '@/lib/format/letters/dunning-pl.json';
import { directionOf } from '@/lib/format/locales';
import { formatMoney } from '@/lib/format/money';

export type DunningLetter = {
  action: 'remind' | 'warn' | 'restrict' | 'hand_over';
  /** The account's; one that no letter is written in is answered in English. */
  language: string;
  customer: string;
  account: { number: string; name: string };
  currency: string;
  /** What is overdue and not disputed, the oldest first. */
  bills: readonly { number: string; dueOn: string; amount: string }[];
  amount: string;
  hasDisputed: boolean;
  link: string;
};

const LETTERS: Readonly<Record<string, typeof en>> = { ar, de, en, pl };

/** A letter about what is overdue, in the language of the account: its subject and its plain text. */
export function dunningLetter(letter: DunningLetter): { language: string; subject: string; body: string } {
  const language = letter.language.split('-')[0] ?? '';
  const locale = Object.hasOwn(LETTERS, language) ? language : 'en';
  const translate = createTranslator({ locale, messages: LETTERS[locale]! });
  const t = translate as unknown as (key: string, values?: Record<string, string | number>) => string;
  // Numbers and names keep their own direction within a sentence of the other one.
  const own = (text: string) => (directionOf(locale) === 'rtl' ? `\u2068${text}\u2069` : text);
  const money = (amount: string) => own(formatMoney(amount, letter.currency, locale));
  const { action, bills, customer, account } = letter;
  const values = {
    amount: money(letter.amount),
    account: own(account.number),
    count: bills.length,
    customer: own(customer),
  };
  const list = bills.map(({ number, dueOn, amount }) =>
    t('bill', { number: own(number), due: own(formatDate(dueOn, locale)), amount: money(amount) }),
  );
  return {
    language: locale,
    subject: t(`${action}.subject`, values),
    body: [
      t('greeting', values),
      t(`${action}.text`, values),
      [
        t('account', { number: own(account.number), name: own(account.name) }),
        ...list,
        t('total', values),
      ].join('\n'),
      ...(letter.hasDisputed ? [t('disputed')] : []),
      t('paid'),
      `${t('view')}\n${letter.link}`,
    ].join('\n\n'),
  };
}
