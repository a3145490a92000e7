'use client';

import { Undo2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
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
import { usePreview } from '@/components/upload/use-preview';

type Answer<T> = Promise<{ ok: true; data: T } | { ok: false; message: string }>;
type Asked = { billId: string; wanted: ChosenCredit };

export type CreditSheetProps = {
  bill: { id: string; number: string; currency: string };
  operator: string;
  lines: readonly CreditableLine[];
  preview: (input: Asked) => Answer<CreditPreviewView>;
  issue: (input: Asked & { reason: string }) => Answer<{ id: string; number: string }>;
};

/** Credits a bill from its page: choose what, see what it does to everybody, say why, issue. */
export function CreditSheet({ bill, operator, lines, preview: ask, issue }: CreditSheetProps): ReactNode {
  const t = useTranslations('creditNote.sheet');
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const [draft, setDraft] = useState<CreditDraft>(NOTHING);
  const [reason, setReason] = useState('');
  const [isIssuing, setIsIssuing] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const wanted = isOpen ? chosenCredit(draft) : null;
  const { preview, message, isTrying } = usePreview(ask, wanted && { billId: bill.id, wanted });

  async function submit(): Promise<void> {
    if (wanted === null) return;
    setIsIssuing(true);
    const answer = await issue({ billId: bill.id, wanted, reason }).catch(() => null);
    setIsIssuing(false);
    setRefusal(answer?.ok ? null : (answer?.message ?? t('failed')));
    if (!answer?.ok) return;
    toast.success(t('issued', { number: answer.data.number }));
    setIsOpen(false);
    setDraft(NOTHING);
    setReason('');
    router.refresh();
  }

  const isReady = wanted !== null && preview !== null && message === null && !isTrying;
  return (
    <SideSheet
      title={t('title', { number: bill.number })}
      subtitle={t('subtitle')}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button icon={<Undo2 size={16} aria-hidden />}>{t('button')}</Button>}
      footer={
        <>
          <Button
            variant="primary"
            isPending={isIssuing}
            isDisabled={!isReady || reason.trim().length < MIN_CHARACTERS}
            onPress={submit}
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
