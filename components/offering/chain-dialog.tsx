'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { type ChainChoice, ChainEditor } from '@/components/offering/chain-editor';
import { Button } from '@/components/ui/button';
import { DateField } from '@/components/ui/date-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';

export type ChainDialogProps = {
  offering: { id: string; name: string };
  supplier: { id: string; name: string };
  operator: { id: string; name: string };
  /** The chain as it is: payer and partner of each place. */
  chain: readonly { payerId: string; partnerId: string }[];
  choices: readonly ChainChoice[];
  /** Server action. */
  set: (input: {
    offering: string;
    agreements: string[];
    validFrom: string;
  }) => Promise<
    { ok: true } | { ok: false; message: string; issues: readonly { path: string; message: string }[] }
  >;
};

/** Puts together who stands behind an offering, below the operator and below each other, of signed agreements. */
export function ChainDialog(props: ChainDialogProps): ReactNode {
  const t = useTranslations('agreement.chain');
  return (
    <Dialog
      title={t('title', { offering: props.offering.name })}
      trigger={<Button size="sm">{t('edit')}</Button>}
    >
      {(close) => <ChainForm {...props} onDone={close} />}
    </Dialog>
  );
}

function ChainForm({
  offering,
  supplier,
  operator,
  chain,
  choices,
  set,
  onDone,
}: ChainDialogProps & { onDone: () => void }): ReactNode {
  const t = useTranslations('agreement.chain');
  const router = useRouter();
  const [places, setPlaces] = useState<ChainChoice[]>(() => placesOf(chain, choices));
  const [validFrom, setValidFrom] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<{
    message: string;
    issues: readonly { path: string; message: string }[];
  }>();
  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsBusy(true);
    const agreements = places.map(({ id }) => id);
    const answer = await set({ offering: offering.id, agreements, validFrom }).catch(() => ({
      ...{ ok: false as const, message: t('failed'), issues: [] },
    }));
    setIsBusy(false);
    if (!answer.ok) return setRefusal(answer);
    toast.success(t('saved'));
    router.refresh();
    onDone();
  }

  const isAt = (path: string, place: string) => path === place || path.startsWith(`${place}.`);
  const messageAt = (place: string) => refusal?.issues.find(({ path }) => isAt(path, place))?.message;
  const hasPlace = places.some((_, index) => messageAt(`chain.${index}`)) || messageAt('validFrom');
  const canPaySupplier = choices.some(
    ({ payerId, partnerId }) => payerId === operator.id && partnerId === supplier.id,
  );
  return (
    <Form onSubmit={submit} validationBehavior="aria">
      <p>{t('note')}</p>
      <FormError>
        {refusal && (hasPlace ? refusal.message : (refusal.issues[0]?.message ?? refusal.message))}
      </FormError>
      <ChainEditor
        operator={operator}
        places={places}
        choices={choices}
        messageAt={(index) => messageAt(`chain.${index}`)}
        onChange={setPlaces}
      />
      {canPaySupplier ? null : <p>{t('none', { supplier: supplier.name })}</p>}
      <DateField
        label={t('from')}
        description={t('fromNote')}
        value={validFrom || null}
        onChange={(date) => setValidFrom(date ?? '')}
        isRequired
        errorMessage={messageAt('validFrom')}
      />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isBusy} isDisabled={places.length === 0}>
          {t('save')}
        </Button>
      </FormActions>
    </Form>
  );
}

/** The places as the choices have them: any version of an agreement stands for its two parties. */
const placesOf = (chain: ChainDialogProps['chain'], choices: readonly ChainChoice[]): ChainChoice[] =>
  chain.flatMap(
    ({ payerId, partnerId }) =>
      choices.find((choice) => choice.payerId === payerId && choice.partnerId === partnerId) ?? [],
  );
