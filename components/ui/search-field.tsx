'use client';

import { Search, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import {
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
  Button,
  Input,
  Label,
} from 'react-aria-components';
import { classNames } from '@/components/ui/class-names';
import { inputStyle } from '@/components/ui/field';

export type SearchFieldProps = Omit<AriaSearchFieldProps, 'children' | 'className' | 'style'> & {
  label: string;
  placeholder?: string;
  className?: string;
};

export function SearchField({ label, placeholder, className, ...rest }: SearchFieldProps): ReactNode {
  const t = useTranslations('common');
  return (
    <AriaSearchField {...rest} className={classNames('group relative', className)}>
      <Label className="sr-only">{label}</Label>
      <Search
        size={16}
        aria-hidden
        className="pointer-events-none absolute inset-s-2.5 top-2 text-ink-muted"
      />
      <Input
        placeholder={placeholder ?? label}
        className={classNames(inputStyle, 'ps-8 pe-8 [&::-webkit-search-cancel-button]:hidden')}
      />
      <Button
        aria-label={t('clear')}
        className="absolute inset-e-1 top-1 flex size-6 cursor-pointer items-center justify-center rounded-sm text-ink-muted group-data-empty:hidden hover:text-ink"
      >
        <X size={14} aria-hidden />
      </Button>
    </AriaSearchField>
  );
}
