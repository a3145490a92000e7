'use client';

import { Plus, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useRef } from 'react';
import type { DraftPrice, DraftTier } from '@/components/calculator/draft';
import { RateSheetDialog } from '@/components/calculator/rate-sheet-dialog';
import { addTier, removeTier, settleBounds, tierFrom } from '@/components/calculator/tiers';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { IconButton } from '@/components/ui/icon-button';
import { isPlainDecimal } from '@/lib/format/decimal-text';
import { formatQuantity } from '@/lib/format/quantity';

export type TierEditorProps = {
  price: DraftPrice;
  path: string;
  messageAt: (path: string) => string | undefined;
  onChange: (price: DraftPrice) => void;
  /** The heading of its rates, where tiers have rates alone and no fee. */
  onlyRates?: string;
};

/** The ranges of a tiered price. Each begins where the one before ends and the last is open, whatever is typed. */
export function TierEditor({ price, path, messageAt, onChange, onlyRates }: TierEditorProps): ReactNode {
  const t = useTranslations('calculator');
  const setTiers = (tiers: DraftTier[]) => onChange({ ...price, tiers });
  const isRate = price.model === 'graduated_percentage';
  return (
    <div className="pt-4">
      <table className="w-full max-w-2xl table-fixed border-collapse">
        <caption className="sr-only">{t('tiers.label')}</caption>
        <thead>
          <tr className="border-b text-sm text-ink-muted">
            <th scope="col" className="w-1/5 pb-1 text-start font-medium">
              {t('tiers.over')}
            </th>
            <th scope="col" className={heading}>
              {t('tiers.upTo')}
            </th>
            {price.model === 'stairstep' ? null : (
              <th scope="col" className={heading}>
                {onlyRates ?? t(isRate ? 'tiers.rate' : 'tiers.unitPrice')}
              </th>
            )}
            {onlyRates === undefined ? (
              <th scope="col" className={heading}>
                {t('tiers.flatFee')}
              </th>
            ) : null}
            <th scope="col" className="w-10">
              <span className="sr-only">{t('tiers.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {price.tiers.map((tier, index) => (
            <TierRow
              key={index}
              tier={tier}
              index={index}
              price={price}
              path={`${path}.tiers.${index}`}
              messageAt={messageAt}
              onTiers={setTiers}
              {...(onlyRates === undefined ? {} : { onlyRates })}
            />
          ))}
        </tbody>
      </table>
      <div className="flex flex-wrap gap-2 pt-3">
        <Button
          size="sm"
          icon={<Plus size={14} aria-hidden />}
          onPress={() => setTiers(addTier(price.tiers))}
        >
          {t('tiers.add')}
        </Button>
        <RateSheetDialog price={price} onTiers={setTiers} />
      </div>
    </div>
  );
}

const heading = 'ps-2 pb-1 text-end font-medium';
const boxed = 'ps-2 py-1.5 align-top';

type TierRowProps = {
  tier: DraftTier;
  index: number;
  price: DraftPrice;
  path: string;
  messageAt: (path: string) => string | undefined;
  onTiers: (tiers: DraftTier[]) => void;
  onlyRates?: string;
};

function TierRow({ tier, index, price, path, messageAt, onTiers, onlyRates }: TierRowProps): ReactNode {
  const t = useTranslations('calculator');
  const locale = useLocale();
  const boundBefore = useRef(tier.upTo);
  const { tiers, model } = price;
  const from = tierFrom(tiers, index);
  const isRate = model === 'graduated_percentage';
  const field = (name: 'upTo' | 'unitPrice' | 'flatFee', label: string) => ({
    hideLabel: true,
    label: t('tiers.cell', { label, tier: index + 1 }),
    value: tier[name],
    onChange: (value: string) =>
      onTiers(tiers.map((old, at) => (at === index ? { ...old, [name]: value } : old))),
    errorMessage: messageAt(`${path}.${isRate && name === 'unitPrice' ? 'rate' : name}`),
  });
  return (
    <tr className="border-b">
      <td className="py-3 align-top text-ink-muted">
        {isPlainDecimal(from) ? formatQuantity(from, locale) : from}
      </td>
      <td className={boxed}>
        {index === tiers.length - 1 ? (
          <span className="block pt-1.5 pe-2.5 text-end text-ink-muted">{t('tiers.open')}</span>
        ) : (
          <DecimalField
            {...field('upTo', t('tiers.upTo'))}
            onFocus={() => {
              boundBefore.current = tier.upTo;
            }}
            onBlur={() => onTiers(settleBounds(tiers, index, boundBefore.current))}
          />
        )}
      </td>
      {model === 'stairstep' ? null : (
        <td className={boxed}>
          <DecimalField {...field('unitPrice', onlyRates ?? t(isRate ? 'tiers.rate' : 'tiers.unitPrice'))} />
        </td>
      )}
      {onlyRates === undefined ? (
        <td className={boxed}>
          <DecimalField {...field('flatFee', t('tiers.flatFee'))} />
        </td>
      ) : null}
      <td className={boxed}>
        <IconButton
          label={t('tiers.remove', { tier: index + 1 })}
          icon={<X size={14} aria-hidden />}
          isDisabled={tiers.length === 1}
          onPress={() => onTiers(removeTier(tiers, index))}
        />
      </td>
    </tr>
  );
}
