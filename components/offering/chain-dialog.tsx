'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { DateField } from '@/components/ui/date-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { Select } from '@/components/ui/select';

type Choice = { id: string; payerId: string; partnerId: string; partnerName: string };

export type ChainDialogProps = {
  offering: { id: string; name: string };
  supplier: { id: string; name: string };
  operator: { id: string; name: string };
  /** The chain as it is: payer and partner of each place. */
  chain: readonly { payerId: string; partnerId: string }[];
  choices: readonly Choice[];
  /** Server action. */
  set: (input: {
    offering: string;
    agreements: string[];
    validFrom: string;
  }) => Promise<
    { ok: true } | { ok: false; message: string; issues: readonly { path: string; message: string }[] }
  >;
};

/** Puts together who stands behind an offering, from the operator down, of signed agreements. */
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
  const [places, setPlaces] = useState<Choice[]>(() => placesOf(chain, choices));
  const [validFrom, setValidFrom] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<{
    message: string;
    issues: readonly { path: string; message: string }[];
  }>();
  const payerOf = (index: number) =>
    index === 0 ? operator : { id: places[index - 1]!.partnerId, name: places[index - 1]!.partnerName };
  const optionsAt = (index: number) =>
    choices.filter(({ payerId, partnerId }) =>
      index === 0 ? payerId === operator.id && partnerId === supplier.id : payerId === payerOf(index).id,
    );
  const next = optionsAt(places.length).filter(({ partnerId }) =>
    places.every((place) => place.partnerId !== partnerId),
  );

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

  const messageAt = (path: string) => refusal?.issues.find((issue) => issue.path.startsWith(path))?.message;
  return (
    <Form onSubmit={submit} validationBehavior="aria">
      <p>{t('note')}</p>
      <FormError>{refusal ? (refusal.issues[0]?.message ?? refusal.message) : undefined}</FormError>
      {places.map((place, index) => (
        <Select
          key={place.id}
          label={t('place', { n: index + 1, payer: payerOf(index).name })}
          isRequired
          options={optionsAt(index).map(({ id, partnerName }) => ({ id, label: partnerName }))}
          value={place.id}
          onChange={(id) =>
            setPlaces([...places.slice(0, index), choices.find((choice) => choice.id === id)!])
          }
          errorMessage={messageAt(`chain.${index}`)}
        />
      ))}
      {places.length === 0 && next.length === 0 ? <p>{t('none', { supplier: supplier.name })}</p> : null}
      <div className="flex flex-wrap gap-2">
        {next.length > 0 ? (
          <Button size="sm" onPress={() => setPlaces([...places, next[0]!])}>
            {t('add')}
          </Button>
        ) : null}
        {places.length > 1 ? (
          <Button size="sm" onPress={() => setPlaces(places.slice(0, -1))}>
            {t('remove')}
          </Button>
        ) : null}
      </div>
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
const placesOf = (chain: ChainDialogProps['chain'], choices: readonly Choice[]): Choice[] =>
  chain.flatMap(
    ({ payerId, partnerId }) =>
      choices.find((choice) => choice.payerId === payerId && choice.partnerId === partnerId) ?? [],
  );
