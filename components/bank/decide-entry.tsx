'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { MoneyText } from '@/components/money/money-text';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { PlainTable } from '@/components/ui/plain-table';
import { ReasonDialog } from '@/components/ui/reason-dialog';
import { Section } from '@/components/ui/section';
import { TextField } from '@/components/ui/text-field';

type Answer = { ok: true } | { ok: false; message: string };
type Match = { id: string; billingAccount: string; bill: string | null };

export type SuggestionItem = {
  account: { id: string; number: string; name: string; customer: string };
  by: 'reference' | 'payer_account' | 'payer_name' | 'amount' | 'similar_name';
  bill: { id: string; number: string; open: string } | null;
};

export type DecideEntryProps = {
  id: string;
  currency: string | null;
  /** Whether money came in by it, which has to go somewhere. */
  isMoney: boolean;
  suggestions: readonly SuggestionItem[];
  match: (input: Match) => Promise<Answer>;
  ignore: (input: { id: string; reason: string }) => Promise<Answer>;
};

/** Whose money it is: one press where it is known, an account number where it is not, or a reason why it is nobody's. */
export function DecideEntry({
  id,
  currency,
  isMoney,
  suggestions,
  match,
  ignore,
}: DecideEntryProps): ReactNode {
  const t = useTranslations('bank');
  const [busy, setBusy] = useState<string | null>(null);
  const [number, setNumber] = useState('');
  const [refusal, setRefusal] = useState<string | undefined>(undefined);

  async function matchTo(billingAccount: string, bill: string | null) {
    setBusy(billingAccount);
    setRefusal(undefined);
    const answer = await match({ id, billingAccount, bill }).catch(() => null);
    setBusy(null);
    if (answer?.ok) toast.success(t('matched', { account: billingAccount }));
    else setRefusal(answer?.message ?? t('failed'));
  }

  return (
    <>
      {isMoney ? (
        <Section title={t('itMayBe')}>
          <PlainTable
            caption={t('itMayBe')}
            empty={t('noSuggestion')}
            columns={[
              { id: 'account', header: t('from') },
              { id: 'why', header: t('reason') },
              { id: 'bill', header: t('bill') },
              { id: 'match', header: t('match') },
            ]}
            rows={suggestions.map(({ account, by, bill }) => ({
              id: account.id,
              cells: {
                account: (
                  <>
                    {account.number} <span className="text-ink-muted">{account.customer}</span>
                  </>
                ),
                why: t(`suggestedBy.${by}`),
                bill: bill ? (
                  <>
                    {bill.number} <MoneyText amount={bill.open} currency={currency!} />
                  </>
                ) : null,
                match: (
                  <Button
                    size="sm"
                    isPending={busy === account.number}
                    aria-label={t('matchTo', { account: account.number })}
                    onPress={() => void matchTo(account.number, bill?.id ?? null)}
                  >
                    {t('match')}
                  </Button>
                ),
              },
            }))}
          />
          <Form
            className="pt-4"
            validationBehavior="aria"
            onSubmit={(event: FormEvent) => {
              event.preventDefault();
              void matchTo(number.trim(), null);
            }}
          >
            <div className="flex flex-wrap items-start gap-3">
              <TextField
                label={t('matchOther')}
                description={t('accountNote')}
                isRequired
                value={number}
                onChange={setNumber}
                maxLength={60}
                className="w-full sm:w-72"
                errorMessage={refusal}
              />
              <Button
                type="submit"
                className="mt-6"
                isDisabled={number.trim() === ''}
                isPending={busy !== null && busy === number.trim()}
              >
                {t('match')}
              </Button>
            </div>
          </Form>
        </Section>
      ) : null}
      <ReasonDialog
        title={t('ignoreTitle')}
        trigger={<Button variant="quiet">{t('ignore')}</Button>}
        labels={{ reason: t('reason'), hint: t('ignoreHint'), confirm: t('ignore') }}
        onConfirm={async (reason) => {
          const answer = await ignore({ id, reason });
          if (answer.ok) toast.success(t('ignored'));
          return answer.ok ? null : answer.message;
        }}
      >
        <p>{t('ignoreNote')}</p>
      </ReasonDialog>
    </>
  );
}
