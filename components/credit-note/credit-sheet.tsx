'use client';

import { Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import {
  type ChosenCredit,
  type CreditableLine,
  type CreditDraft,
  type CreditMode,
  chosenCredit,
} from '@/components/credit-note/credit-choice';
import { CreditLineList } from '@/components/credit-note/credit-line-list';
import { CreditPreview, type CreditPreviewView } from '@/components/credit-note/credit-preview';
import { MoneyText } from '@/components/money/money-text';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { FormError } from '@/components/ui/form';
import { RadioList } from '@/components/ui/radio-list';
import { SideSheet } from '@/components/ui/side-sheet';
import { Spinner } from '@/components/ui/spinner';
import { TextField } from '@/components/ui/text-field';
import { type Ask, usePreview } from '@/components/upload/use-preview';

type Asked = { billId: string; wanted: ChosenCredit };

export type CreditSheetProps = {
  bill: { id: string; number: string; currency: string };
  operator: string;
  lines: readonly CreditableLine[];
  preview: Ask<Asked, CreditPreviewView>;
  issue: Action<Asked & { reason: string }, { id: string; number: string }>;
};

/** Credits a bill from its page: choose what, see what it does to everybody, say why, issue. */
export function CreditSheet({ bill, operator, lines, preview: ask, issue }: CreditSheetProps): ReactNode {
  const t = useTranslations('creditNote.sheet');
  const [isOpen, setIsOpen] = useState(false);
  const [draft, setDraft] = useState<CreditDraft>(NOTHING);
  const [reason, setReason] = useState('');
  const wanted = isOpen ? chosenCredit(draft) : null;
  const { preview, message, isTrying } = usePreview(ask, wanted && { billId: bill.id, wanted });

  const {
    act,
    isPending,
    message: refusal,
    reset,
  } = useAction(issue, {
    fields: [],
    done: ({ number }) => t('issued', { number }),
    onDone: () => {
      setIsOpen(false);
      setDraft(NOTHING);
      setReason('');
    },
  });

  const isReady = wanted !== null && preview !== null && message === null && !isTrying;
  return (
    <SideSheet
      title={t('title', { number: bill.number })}
      subtitle={t('subtitle')}
      isOpen={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next);
        reset();
      }}
      trigger={<Button icon={<Undo2 size={16} aria-hidden />}>{t('button')}</Button>}
      footer={
        <>
          <Button
            variant="primary"
            isPending={isPending}
            isDisabled={!isReady || reason.trim().length < MIN_CHARACTERS}
            onPress={() => wanted && void act({ billId: bill.id, wanted, reason })}
          >
            {t('confirm')}
          </Button>
          {wanted !== null && message === null && preview !== null ? (
            <p className="ms-auto self-center">
              <span className="me-2 text-sm text-ink-muted">{t('goesBack')}</span>
              <MoneyText amount={preview.total} currency={bill.currency} emphasis />
            </p>
          ) : null}
        </>
      }
    >
      <div className="flex flex-col gap-6">
        <RadioList
          label={t('what')}
          isRequired
          value={draft.mode}
          onChange={(mode) => setDraft({ ...draft, mode: mode as CreditMode })}
          options={MODES.map((id) => ({ id, label: t(`mode.${id}`), description: t(`modeHint.${id}`) }))}
        />
        {draft.mode === 'lines' ? (
          <CreditLineList
            lines={lines}
            currency={bill.currency}
            amounts={draft.amounts}
            onChange={(amounts) => setDraft({ ...draft, amounts })}
          />
        ) : null}
        {draft.mode === 'goodwill' ? (
          <DecimalField
            label={t('goodwill')}
            suffix={bill.currency}
            value={draft.goodwill}
            onChange={(goodwill) => setDraft({ ...draft, goodwill })}
            className="w-48"
          />
        ) : null}
        <TextField
          label={t('reason')}
          description={t('reasonHint')}
          isRequired
          multiline
          rows={2}
          maxLength={500}
          value={reason}
          onChange={setReason}
        />
        <section aria-live="polite" aria-label={t('preview')} className="border-t pt-4">
          {wanted === null ? <p className="text-ink-muted">{t('chooseFirst')}</p> : null}
          {wanted !== null && message !== null ? <FormError>{message}</FormError> : null}
          {wanted !== null && message === null && preview === null ? (
            <p className="flex items-center gap-2 text-ink-muted">
              <Spinner /> {t('trying')}
            </p>
          ) : null}
          {wanted !== null && message === null && preview !== null ? (
            <CreditPreview preview={preview} operator={operator} />
          ) : null}
        </section>
        <FormError>{refusal}</FormError>
      </div>
    </SideSheet>
  );
}

const NOTHING: CreditDraft = { mode: 'lines', amounts: {}, goodwill: '' };
const MODES = ['lines', 'whole', 'goodwill'] as const;
const MIN_CHARACTERS = 3;
