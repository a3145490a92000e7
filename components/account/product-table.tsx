import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { Tone } from '@/components/ui/tone';

export type ProductView = {
  id: string;
  name: string;
  reference: string;
  quantity: string;
  offering: { slug: string; name: string };
  supplier: { name: string };
  account: { number: string; name: string };
  startedOn: string;
  endedOn: string | null;
  state: 'planned' | 'active' | 'ended';
};

export type ProductTableProps = {
  products: readonly ProductView[];
  nextCursor: string | null;
  /** Where an offering can be looked at; without it the rows lead nowhere. */
  offeringHref?: string;
  /** Of several accounts: says which. */
  showAccount?: boolean;
  prefix?: string;
};

/** What an account has, by whom, since when. */
export function ProductTable({
  products,
  nextCursor,
  offeringHref,
  showAccount = false,
  prefix,
}: ProductTableProps): ReactNode {
  const t = useTranslations('bill.products');
  return (
    <DataTable
      label={t('title')}
      searchable
      nextCursor={nextCursor}
      defaultSort="name"
      {...(prefix === undefined ? {} : { prefix })}
      filters={[
        {
          id: 'state',
          label: t('state'),
          options: (['planned', 'active', 'ended'] as const).map((id) => ({ id, label: t(`states.${id}`) })),
        },
      ]}
      columns={[
        { id: 'name', header: t('name'), kind: 'text', sortable: true },
        { id: 'supplier', header: t('supplier'), kind: 'text', sortable: true },
        ...(showAccount ? [{ id: 'account', header: t('account'), kind: 'text' as const }] : []),
        { id: 'quantity', header: t('quantity'), kind: 'quantity' },
        { id: 'startedOn', header: t('startedOn'), kind: 'date', sortable: true },
        { id: 'endedOn', header: t('endedOn'), kind: 'date', hidden: true },
        { id: 'state', header: t('state'), kind: 'state' },
      ]}
      rows={products.map((product) => ({
        id: product.id,
        ...(offeringHref === undefined ? {} : { href: `${offeringHref}/${product.offering.slug}` }),
        name: { text: product.name, secondary: product.reference },
        supplier: product.supplier.name,
        account: { text: product.account.name, secondary: product.account.number },
        quantity: product.quantity,
        startedOn: product.startedOn,
        endedOn: product.endedOn,
        state: { tone: tones[product.state], label: t(`states.${product.state}`), id: product.state },
      }))}
      empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
    />
  );
}

const tones: Record<ProductView['state'], Tone> = { planned: 'neutral', active: 'good', ended: 'neutral' };
