'use client';

import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import {
  ComboBox as AriaComboBox,
  type ComboBoxProps as AriaComboBoxProps,
  Button,
  Group,
  Input,
} from 'react-aria-components';
import { classNames } from '@/components/ui/class-names';
import {
  FieldLabel,
  FieldNotes,
  type FieldProps,
  fieldStyle,
  inputStyle,
  invalidWhen,
} from '@/components/ui/field';
import { type Option, OptionList } from '@/components/ui/option-list';

export type ComboBoxProps = Omit<
  AriaComboBoxProps<Option>,
  'children' | 'className' | 'style' | 'onChange' | 'items' | 'defaultItems'
> &
  FieldProps & {
    options: readonly Option[];
    /** The chosen option's id, or null when the box was emptied. */
    onChange?: (id: string | null) => void;
    placeholder?: string;
  };

/** A select one can type in; for more options than fit one look. */
export function ComboBox({
  label,
  description,
  errorMessage,
  hideLabel,
  className,
  options,
  onChange,
  placeholder,
  ...rest
}: ComboBoxProps): ReactNode {
  const t = useTranslations('common.field');
  return (
    <AriaComboBox
      {...rest}
      {...invalidWhen(errorMessage)}
      allowsEmptyCollection
      onChange={(id) => onChange?.(id === null ? null : String(id))}
      className={classNames(fieldStyle, className)}
    >
      <FieldLabel label={label} isRequired={rest.isRequired} hidden={hideLabel} />
      <Group className="relative">
        <Input placeholder={placeholder ?? t('typeToFind')} className={classNames(inputStyle, 'pe-9')} />
        <Button className="absolute inset-e-0 top-0 flex size-8 cursor-pointer items-center justify-center text-ink-muted hover:text-ink">
          <ChevronDown size={16} aria-hidden />
        </Button>
      </Group>
      <FieldNotes description={description} errorMessage={errorMessage} />
      <OptionList options={options} empty={t('noOptions')} />
    </AriaComboBox>
  );
}
