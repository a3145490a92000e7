'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import type { Branch } from '@/components/stream/layout-stream';
import { classNames } from '@/components/ui/class-names';

export type BranchLabelProps = {
  branch: Branch;
  isActive: boolean;
  onFocusChange: (isFocused: boolean) => void;
};

/** A branch's name and amount, in the row where it begins; its link for the keyboard. */
export function BranchLabel({ branch, isActive, onFocusChange }: BranchLabelProps): ReactNode {
  const { source, isTakenOff } = branch;
  const isRisk = source.tone === 'risk';
  const text = (
    <>
      <span className={classNames('block truncate leading-4.5', isActive && 'underline underline-offset-3')}>
        {source.label}
      </span>
      <span
        className={classNames('block truncate text-sm leading-4', isRisk ? 'text-risk' : 'text-ink-muted')}
      >
        <span className={isRisk ? '' : 'text-ink'}>
          <MoneyText
            amount={source.amount}
            currency={source.currency}
            {...(isRisk ? { tone: 'risk' } : {})}
          />
        </span>
        {source.note ? <span className="max-sm:hidden"> · {source.note}</span> : null}
      </span>
    </>
  );
  const style = classNames('block min-w-0 max-w-[46vw] sm:max-w-72', isTakenOff && 'italic');
  if (!source.href) return <span className={style}>{text}</span>;
  return (
    <Link
      href={source.href}
      onFocus={() => onFocusChange(true)}
      onBlur={() => onFocusChange(false)}
      className={classNames(style, 'rounded-sm')}
    >
      {text}
    </Link>
  );
}
