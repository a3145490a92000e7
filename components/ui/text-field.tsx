'use client';

import type { ReactNode } from 'react';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Input,
  TextArea,
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

export type TextFieldProps = Omit<AriaTextFieldProps, 'children' | 'className' | 'style'> &
  FieldProps & {
    placeholder?: string;
    multiline?: boolean;
    rows?: number;
    /** Codes, identifiers, JSON. */
    monospace?: boolean;
  };

export function TextField({
  label,
  description,
  errorMessage,
  hideLabel,
  className,
  placeholder,
  multiline = false,
  rows = 4,
  monospace = false,
  ...rest
}: TextFieldProps): ReactNode {
  const box = classNames(inputStyle, monospace && 'font-mono text-sm');
  const hint = placeholder === undefined ? {} : { placeholder };
  return (
    <AriaTextField {...rest} {...invalidWhen(errorMessage)} className={classNames(fieldStyle, className)}>
      <FieldLabel label={label} isRequired={rest.isRequired} hidden={hideLabel} />
      {multiline ? (
        <TextArea {...hint} rows={rows} className={classNames(box, 'h-auto resize-y py-1.5')} />
      ) : (
        <Input {...hint} className={box} />
      )}
      <FieldNotes description={description} errorMessage={errorMessage} />
    </AriaTextField>
  );
}
