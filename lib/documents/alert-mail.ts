import { createTranslator } from 'use-intl/core';
import {
  type AlertDetails,
  type AlertKind,
  type AlertTranslator,
  describeAlert,
} from '@/lib/format/describe-alert';
import { defaultLocale, isLocale } from '@/lib/format/locales';
import { loadMessages } from '@/lib/format/messages';

export type AlertLetter = {
  kind: AlertKind;
  details: AlertDetails;
  account: { name: string; number: string };
  /** Of the account; a language without messages reads English. */
  language: string;
  link: string;
};

/** A letter about an alert: its subject, and its plain text, from which the HTML part is made when it is sent. */
export async function alertMail(letter: AlertLetter): Promise<{ subject: string; body: string }> {
  const locale = isLocale(letter.language) ? letter.language : defaultLocale;
  const messages = await loadMessages(locale);
  const words = createTranslator({
    locale,
    messages,
    namespace: 'alert.words',
  }) as unknown as AlertTranslator;
  const t = createTranslator({ locale, messages, namespace: 'alert.mail' }) as unknown as AlertTranslator;
  const { title, text } = describeAlert(letter, words, locale);
  const { name, number } = letter.account;
  return {
    subject: t('subject', { title, account: name }),
    body: [text, t('account', { name, number }), `${t('open')}\n${letter.link}`, t('why')].join('\n\n'),
  };
}
