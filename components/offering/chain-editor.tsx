'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { PlaceName } from '@/components/offering/place-name';
import { IconButton } from '@/components/ui/icon-button';
import { Menu } from '@/components/ui/menu';
import { walkDown } from '@/lib/domain/settlement/walk-down';

/** A signed agreement by which somebody can be paid. */
export type ChainChoice = { id: string; payerId: string; partnerId: string; partnerName: string };

export type ChainEditorProps = {
  operator: { id: string; name: string };
  places: readonly ChainChoice[];
  choices: readonly ChainChoice[];
  /** What is wrong with a place, by its index. */
  messageAt: (index: number) => string | undefined;
  onChange: (places: ChainChoice[]) => void;
};

/** A tree of who pays whom: below each party another can be put, and each can be taken out with those below it. */
export function ChainEditor({ operator, places, choices, messageAt, onChange }: ChainEditorProps): ReactNode {
  const t = useTranslations('agreement.chain');
  const [said, setSaid] = useState('');
  const present = new Set([operator.id, ...places.map(({ partnerId }) => partnerId)]);
  const top = { partyId: operator.id, name: operator.name, payerId: null };
  const parties = places.map(({ partnerId, partnerName, payerId }) => ({
    ...{ partyId: partnerId, name: partnerName, payerId },
  }));
  const rows = walkDown([top, ...parties], {
    idOf: ({ partyId }) => partyId,
    payerOf: ({ payerId }) => payerId,
  });
  const nameOf = (id: string | null) => rows.find(({ party }) => party.partyId === id)?.party.name ?? '';

  function remove(partyId: string) {
    const at = rows.findIndex(({ party }) => party.partyId === partyId);
    const gone = new Set([partyId]);
    for (const { party } of rows.slice(at + 1)) if (gone.has(party.payerId ?? '')) gone.add(party.partyId);
    onChange(places.filter((place) => !gone.has(place.partnerId)));
    setSaid(t('removed', { partner: nameOf(partyId) }));
  }

  function add(choice: ChainChoice) {
    onChange([...places, choice]);
    setSaid(t('added', { partner: choice.partnerName, payer: nameOf(choice.payerId) }));
  }

  return (
    <div>
      <ul aria-label={t('places')} className="border-t">
        {rows.map(({ party: { partyId, name, payerId }, depth }) => {
          const index = places.findIndex(({ partnerId }) => partnerId === partyId);
          const message = index === -1 ? undefined : messageAt(index);
          const open = choices.filter(
            (choice) => choice.payerId === partyId && !present.has(choice.partnerId),
          );
          const paysSome = places.some((place) => place.payerId === partyId);
          return (
            <li key={partyId} className="border-b py-1">
              <div className="flex min-h-8 items-center gap-2">
                <span className="min-w-0 flex-1">
                  <PlaceName depth={depth} {...(payerId === null ? {} : { paidBy: nameOf(payerId) })}>
                    {name}
                  </PlaceName>
                </span>
                {open.length > 0 ? (
                  <Menu
                    label={t('addTo', { payer: name })}
                    trigger={
                      <IconButton
                        size="sm"
                        label={t('add', { payer: name })}
                        icon={<Plus size={16} aria-hidden />}
                      />
                    }
                    items={open.map((choice) => ({
                      ...{ id: choice.id, label: choice.partnerName, onAction: () => add(choice) },
                    }))}
                  />
                ) : null}
                {payerId === null ? null : (
                  <IconButton
                    size="sm"
                    label={t(paysSome ? 'removeAll' : 'remove', { partner: name })}
                    icon={<X size={16} aria-hidden />}
                    onPress={() => remove(partyId)}
                  />
                )}
              </div>
              {message ? <p className="text-sm text-risk">{message}</p> : null}
            </li>
          );
        })}
      </ul>
      <p className="sr-only" aria-live="polite">
        {said}
      </p>
    </div>
  );
}
