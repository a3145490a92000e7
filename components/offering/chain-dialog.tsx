'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
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
  set: Action<{ offering: string; agreements: string[]; validFrom: string }>;
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
  const [places, setPlaces] = useState<ChainChoice[]>(() => placesOf(chain, choices));
  const [validFrom, setValidFrom] = useState('');
  const { submit, isPending, message, field } = useAction(set, {
    fields: [...places.map((_, index) => `chain.${index}`), 'validFrom'],
    done: () => t('saved'),
    onDone,
  });
  const read = () => ({ offering: offering.id, agreements: places.map(({ id }) => id), validFrom });
  const canPaySupplier = choices.some(
    ({ payerId, partnerId }) => payerId === operator.id && partnerId === supplier.id,
  );
  return (
    <Form onSubmit={submit(read)} validationBehavior="aria">
      <p>{t('note')}</p>
      <FormError>{message}</FormError>
      <ChainEditor
        operator={operator}
        places={places}
        choices={choices}
        messageAt={(index) => field(`chain.${index}`).errorMessage}
        onChange={setPlaces}
      />
      {canPaySupplier ? null : <p>{t('none', { supplier: supplier.name })}</p>}
      <DateField
        label={t('from')}
        description={t('fromNote')}
        value={validFrom || null}
        onChange={(date) => setValidFrom(date ?? '')}
        isRequired
        {...field('validFrom')}
      />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending} isDisabled={places.length === 0}>
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
