'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import type { ExampleChain } from '@/components/agreement/example-chain';
import { ExamplePanel } from '@/components/agreement/example-panel';
import { PartyFields } from '@/components/agreement/party-fields';
import {
  newTerm,
  type StoredTerm,
  type TermDraft,
  termDraftOf,
  termInputOf,
} from '@/components/agreement/term-draft';
import { TermFields } from '@/components/agreement/term-fields';
import { Button } from '@/components/ui/button';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { Section } from '@/components/ui/section';
import type { AgreementForm as AgreementInput } from '@/lib/schemas/agreement';

export type SaveAgreement = (
  input: AgreementInput & { id: string | null },
) => Promise<
  | { ok: true; data: { id: string } }
  | { ok: false; message: string; issues: readonly { path: string; message: string }[] }
>;

export type AgreementFormProps = {
  /** Null: a new one. */
  draft: {
    id: string;
    role: string;
    currency: string;
    validFrom: string;
    validTo: string | null;
    terms: readonly StoredTerm[];
  } | null;
  partner: { id: string; name: string };
  /** Who may pay; one when it is fixed. */
  payers: readonly { id: string; name: string }[];
  operator: { id: string; name: string };
  currency: string;
  places: readonly { id: string; label: string }[];
  chains: readonly ExampleChain[];
  /** Where the agreements' pages are. */
  base: string;
  save: SaveAgreement;
};

/** An agreement being written, with who gets what of one bill beside it. What is refused stands at its box. */
export function AgreementForm({
  draft,
  partner,
  payers,
  operator,
  places,
  chains,
  base,
  save,
  ...props
}: AgreementFormProps): ReactNode {
  const t = useTranslations('agreement');
  const router = useRouter();
  const [payer, setPayer] = useState(payers[0]!.id);
  const [values, setValues] = useState({
    role: draft?.role ?? 'principal',
    currency: draft?.currency ?? props.currency,
    validFrom: draft?.validFrom ?? '',
    validTo: draft?.validTo ?? '',
  });
  const [terms, setTerms] = useState<TermDraft[]>(
    () => draft?.terms.map((term, index) => termDraftOf(term, `t${index}`)) ?? [newTerm('t0')],
  );
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<{
    message: string;
    issues: readonly { path: string; message: string }[];
  }>();
  const messageAt = (path: string) => refusal?.issues.find((issue) => issue.path === path)?.message;
  const setTerm = (at: number, term: TermDraft) =>
    setTerms((before) => before.map((old, index) => (index === at ? term : old)));
  const inputs = terms.map(termInputOf);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsBusy(true);
    const input = { ...values, validTo: values.validTo || null, terms: inputs } as Omit<
      AgreementInput,
      'payer' | 'partner'
    >;
    const answer = await save({ id: draft?.id ?? null, payer, partner: partner.id, ...input }).catch(() => ({
      ...{ ok: false as const, message: t('failed'), issues: [] },
    }));
    setIsBusy(false);
    if (!answer.ok) return setRefusal(answer);
    setRefusal(undefined);
    toast.success(t('saved'));
    router.push(`${base}/${answer.data.id}`);
    router.refresh();
  }

  return (
    <div className="grid gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,1fr)_26rem]">
      <Form onSubmit={submit} validationBehavior="aria" className="max-w-2xl">
        <FormError>{refusal ? refusal.message : undefined}</FormError>
        <PartyFields
          {...{ payers, payer, values, messageAt }}
          onPayer={setPayer}
          onChange={(change) => setValues((before) => ({ ...before, ...change }))}
        />
        <Section title={t('terms')} description={t('termsNote')}>
          {terms.map((term, index) => (
            <TermFields
              key={term.id}
              {...{ term, index, places, messageAt, currency: values.currency }}
              onChange={(changed) => setTerm(index, changed)}
              onRemove={terms.length === 1 ? null : () => setTerms(terms.filter((_, at) => at !== index))}
            />
          ))}
          <Button
            size="sm"
            icon={<Plus size={14} aria-hidden />}
            onPress={() => setTerms([...terms, newTerm(`t${Date.now()}`)])}
          >
            {t('addTerm')}
          </Button>
        </Section>
        <FormActions>
          <Button type="submit" variant="primary" isPending={isBusy}>
            {t('save')}
          </Button>
        </FormActions>
      </Form>
      <ExamplePanel
        top={operator}
        payer={{ id: payer }}
        partner={partner}
        currency={values.currency}
        terms={inputs.map(({ offering, ...term }) => ({
          ...{ ...term, offeringId: offering },
          offeringName: places.find(({ id }) => id === `offering:${offering}`)?.label,
        }))}
        chains={chains}
      />
    </div>
  );
}
