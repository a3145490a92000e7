'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import {
  type ConnectorDraft,
  draftOf,
  optionalFields,
  requiredFields,
  settingsOf,
} from '@/components/connector/connector-draft';
import type { Connector } from '@/components/connector/connector-view';
import { Button } from '@/components/ui/button';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { LinkButton } from '@/components/ui/link-button';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import type { ConnectorSettings } from '@/lib/schemas/partner-connector';

export type SaveConnector = Action<
  { id: string | null; partner: string; name: string; settings: ConnectorSettings; secret?: string },
  { id: string }
>;

export type ConnectorFormProps = {
  connector: Connector | null;
  /** The partner's id. */
  partner: string;
  /** Where the connectors' pages are. */
  base: string;
  save: SaveConnector;
};

/** How a partner's system is reached. What is wrong is told at its box; saving leads to the connector's page. */
export function ConnectorForm({ connector, partner, base, save }: ConnectorFormProps): ReactNode {
  const t = useTranslations('connector');
  const [draft, setDraft] = useState(() => draftOf(connector));
  const { submit, isPending, message, field } = useAction(save, {
    fields: FIELDS,
    done: () => t('saved'),
    leadsTo: ({ id }) => `${base}/${id}`,
  });
  const send = submit(() => ({
    ...{ id: connector?.id ?? null, partner, name: draft.name.trim(), settings: settingsOf(draft) },
    ...(draft.secret === '' ? {} : { secret: draft.secret }),
  }));

  const problem = (path: string) => field(path).errorMessage;
  const set = (change: Partial<ConnectorDraft>) => setDraft((before) => ({ ...before, ...change }));
  const box = (name: TextName, path: string, extra: { isRequired?: boolean; description?: string } = {}) => (
    <TextField
      label={t(name)}
      value={draft[name]}
      onChange={(value) => set({ [name]: value })}
      errorMessage={problem(path)}
      {...extra}
    />
  );
  return (
    <Form onSubmit={send} validationBehavior="aria">
      <FormError>{message}</FormError>
      {box('name', 'name', { isRequired: true, description: t('nameNote') })}
      <Select
        label={t('kind')}
        isRequired
        options={(['tmf678', 'rest', 'push'] as const).map((id) => ({ id, label: t(`kinds.${id}`) }))}
        value={draft.kind}
        onChange={(kind) => set({ kind: kind as ConnectorDraft['kind'] })}
      />
      {draft.kind === 'push' ? null : (
        <>
          {box('baseUrl', 'settings.baseUrl', { isRequired: true, description: t('baseUrlNote') })}
          <Select
            label={t('access')}
            isRequired
            options={(['oauth2', 'api_key', 'none'] as const).map((id) => ({
              id,
              label: t(`accesses.${id}`),
            }))}
            value={draft.access}
            onChange={(access) => set({ access: access as ConnectorDraft['access'] })}
          />
          {draft.access === 'api_key' ? box('header', 'settings.access.header', { isRequired: true }) : null}
          {draft.access === 'oauth2' ? (
            <>
              {box('tokenUrl', 'settings.access.tokenUrl', { isRequired: true })}
              {box('clientId', 'settings.access.clientId', { isRequired: true })}
              {box('scope', 'settings.access.scope')}
            </>
          ) : null}
        </>
      )}
      {draft.access === 'none' && draft.kind !== 'push' ? null : (
        <TextField
          type="password"
          autoComplete="off"
          label={t('secret')}
          isRequired={!connector?.hasSecret}
          description={
            connector?.hasSecret ? t('secretKept') : t(draft.kind === 'push' ? 'signingNote' : 'secretNote')
          }
          value={draft.secret}
          onChange={(secret) => set({ secret })}
          errorMessage={problem('secret')}
        />
      )}
      {draft.kind === 'rest' ? <MappingFields draft={draft} set={set} box={box} problem={problem} /> : null}
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('save')}
        </Button>
        <LinkButton href={connector ? `${base}/${connector.id}` : base} variant="quiet">
          {t('cancel')}
        </LinkButton>
      </FormActions>
    </Form>
  );
}

const FIELDS = [
  ...['name', 'secret', 'settings.baseUrl'],
  ...['header', 'tokenUrl', 'clientId', 'scope'].map((name) => `settings.access.${name}`),
  ...['items', 'paging.path', 'paging.parameter', 'paging.size', 'fromParameter', 'toParameter'].map(
    (name) => `settings.mapping.${name}`,
  ),
  ...[...requiredFields, ...optionalFields].map((name) => `settings.mapping.fields.${name}`),
];

type TextName = Exclude<keyof ConnectorDraft, 'kind' | 'access' | 'paging' | 'fields'>;

function MappingFields({
  draft,
  set,
  box,
  problem,
}: {
  draft: ConnectorDraft;
  set: (change: Partial<ConnectorDraft>) => void;
  box: (name: TextName, path: string, extra?: { isRequired?: boolean; description?: string }) => ReactNode;
  problem: (path: string) => string | undefined;
}): ReactNode {
  const t = useTranslations('connector');
  const at = (path: string) => `settings.mapping.${path}`;
  return (
    <fieldset className="flex flex-col gap-4 border-t pt-4">
      <legend className="float-left font-medium">{t('mapping')}</legend>
      <p className="text-sm text-ink-muted">{t('mappingNote')}</p>
      {box('items', at('items'), { description: t('itemsNote') })}
      <div className="grid gap-4 sm:grid-cols-2">
        {[...requiredFields, ...optionalFields].map((name) => (
          <TextField
            key={name}
            label={t(`fields.${name}`)}
            isRequired={(requiredFields as readonly string[]).includes(name)}
            monospace
            value={draft.fields[name]}
            onChange={(path) => set({ fields: { ...draft.fields, [name]: path } })}
            errorMessage={problem(at(`fields.${name}`))}
          />
        ))}
      </div>
      <Select
        label={t('paging')}
        isRequired
        options={(['cursor', 'offset', 'page', 'none'] as const).map((id) => ({
          id,
          label: t(`pagings.${id}`),
        }))}
        value={draft.paging}
        onChange={(paging) => set({ paging: paging as ConnectorDraft['paging'] })}
      />
      {draft.paging === 'cursor' ? box('pagingPath', at('paging.path'), { isRequired: true }) : null}
      {draft.paging === 'none' ? null : box('pagingParameter', at('paging.parameter'), { isRequired: true })}
      {draft.paging === 'offset' ? box('pagingSize', at('paging.size'), { isRequired: true }) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        {box('fromParameter', at('fromParameter'))}
        {box('toParameter', at('toParameter'))}
      </div>
    </fieldset>
  );
}
