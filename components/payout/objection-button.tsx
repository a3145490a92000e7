'use client';

import { MessageSquareWarning, Reply } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Acted } from '@/components/payout/act-button';
import { WordsButton } from '@/components/payout/words-button';
import { Button } from '@/components/ui/button';

/** A partner says what is wrong with a payout or a row of it. */
export function ObjectionButton({
  payout,
  row = null,
  seen = {},
  object,
}: {
  payout: string;
  row?: string | null;
  /** The sums on the page: when they are others by now, the page is looked at again first. */
  seen?: { expectedAmount?: string; expectedBalance?: string };
  object: (input: { payout: string; row: string | null; words: string } & typeof seen) => Promise<Acted>;
}): ReactNode {
  const t = useTranslations('payout.objections');
  return (
    <WordsButton
      title={t(row === null ? 'objectTitle' : 'objectRowTitle')}
      text={t('objectText')}
      label={t('words')}
      confirm={t('send')}
      done={t('sent')}
      act={(words) => object({ payout, row, words, ...seen })}
      trigger={<Button icon={<MessageSquareWarning size={16} aria-hidden />}>{t('object')}</Button>}
    />
  );
}

/** The operator answers it. */
export function AnswerButton({
  payout,
  objection,
  answer,
}: {
  payout: string;
  objection: string;
  answer: (input: { payout: string; objection: string; answer: string }) => Promise<Acted>;
}): ReactNode {
  const t = useTranslations('payout.objections');
  return (
    <WordsButton
      title={t('answerTitle')}
      text={t('answerText')}
      label={t('answerLabel')}
      confirm={t('answer')}
      done={t('answered')}
      act={(words) => answer({ payout, objection, answer: words })}
      trigger={
        <Button size="sm" icon={<Reply size={14} aria-hidden />}>
          {t('answer')}
        </Button>
      }
    />
  );
}
