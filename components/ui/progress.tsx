'use client';

import type { ReactNode } from 'react';
import { Label, ProgressBar } from 'react-aria-components';
import { classNames } from '@/components/ui/class-names';

export type ProgressProps = {
  label: string;
  value: number;
  max?: number;
  /** Said and shown instead of per cent: "412 of 1,000 accounts". */
  valueText?: string;
  isIndeterminate?: boolean;
  tone?: 'progress' | 'attention' | 'risk';
  hideLabel?: boolean;
};

export function Progress({
  label,
  value,
  max = 100,
  valueText,
  isIndeterminate = false,
  tone = 'progress',
  hideLabel = false,
}: ProgressProps): ReactNode {
  const fill = { progress: 'bg-accent', attention: 'bg-attention', risk: 'bg-risk' }[tone];
  return (
    <ProgressBar
      value={value}
      maxValue={max}
      isIndeterminate={isIndeterminate}
      {...(valueText === undefined ? {} : { valueLabel: valueText })}
      className="flex flex-col gap-1.5"
    >
      {({ percentage, valueText: shown }) => (
        <>
          <div className={hideLabel ? 'sr-only' : 'flex items-baseline justify-between gap-4 text-sm'}>
            <Label>{label}</Label>
            {isIndeterminate ? null : <span className="text-ink-muted">{shown}</span>}
          </div>
          <div className="h-1 overflow-hidden rounded-full bg-line">
            <div
              className={classNames(
                'h-full rounded-full transition-[width] duration-300',
                fill,
                isIndeterminate && 'w-1/3 animate-pulse',
              )}
              style={isIndeterminate ? {} : { width: `${percentage ?? 0}%` }}
            />
          </div>
        </>
      )}
    </ProgressBar>
  );
}
