'use client';

import { Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaNumberFieldProps,
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

export type NumberFieldProps = Omit<AriaNumberFieldProps, 'children' | 'className' | 'style'> & FieldProps;

/** Counts and whole steps. Money and rates go through DecimalField, which never makes a float of them. */
export function NumberField({
  label,
  description,
  errorMessage,
  hideLabel,
  className,
  ...rest
}: NumberFieldProps): ReactNode {
  const step =
    'flex h-8 w-8 cursor-pointer items-center justify-center text-ink-muted hover:text-ink disabled:opacity-40';
  return (
    <AriaNumberField {...rest} {...invalidWhen(errorMessage)} className={classNames(fieldStyle, className)}>
      <FieldLabel label={label} isRequired={rest.isRequired} hidden={hideLabel} />
      <Group className="relative flex items-center">
        <Input className={classNames(inputStyle, 'px-9 text-center')} />
        <Button slot="decrement" className={classNames(step, 'absolute inset-s-0')}>
          <Minus size={14} aria-hidden />
        </Button>
        <Button slot="increment" className={classNames(step, 'absolute inset-e-0')}>
          <Plus size={14} aria-hidden />
        </Button>
      </Group>
      <FieldNotes description={description} errorMessage={errorMessage} />
    </AriaNumberField>
  );
}
