import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { Disclosure } from '@/components/ui/disclosure';
import type { Tone } from '@/components/ui/tone';

export type MailItem = {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  state: 'waiting' | 'sent' | 'failed';
  attempts: number;
  failure: string | null;
  createdAt: string;
  sentAt: string | null;
};

export type MailTableProps = {
  messages: readonly MailItem[];
  nextCursor: string | null;
  hasServer: boolean;
  timeZone: string;
};

/** Letters and what became of them; the last few open to their text. */
export function MailTable({ messages, nextCursor, hasServer, timeZone }: MailTableProps): ReactNode {
  const t = useTranslations('alert.mailList');
  return (
    <>
      <DataTable
        label={t('title')}
        defaultSort="-createdAt"
        nextCursor={nextCursor}
        filters={[
          {
            id: 'state',
            label: t('state'),
            options: (['waiting', 'sent', 'failed'] as const).map((id) => ({ id, label: t(`states.${id}`) })),
          },
        ]}
        columns={[
          { id: 'subject', header: t('subject'), kind: 'text', canHide: false },
          { id: 'recipient', header: t('recipient'), kind: 'text' },
          { id: 'state', header: t('state'), kind: 'state' },
          { id: 'attempts', header: t('attempts'), kind: 'number' },
          { id: 'createdAt', header: t('created'), kind: 'instant', sortable: true },
          { id: 'sentAt', header: t('sent'), kind: 'instant' },
        ]}
        rows={messages.map((mail) => {
          const { tone, word } = stateOf(mail, hasServer);
          return {
            id: mail.id,
            subject: mail.failure ? { text: mail.subject, secondary: mail.failure } : mail.subject,
            recipient: mail.recipient,
            state: { tone, label: t(`states.${word}`), id: mail.state },
            attempts: String(mail.attempts),
            createdAt: { at: mail.createdAt, timeZone },
            sentAt: mail.sentAt ? { at: mail.sentAt, timeZone } : null,
          };
        })}
        empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
      />
      {messages.length > 0 ? (
        <div className="pt-6">
          {messages.slice(0, SHOWN).map((mail) => (
            <Disclosure
              key={mail.id}
              title={mail.subject}
              aside={<span className="text-sm text-ink-muted">{mail.recipient}</span>}
            >
              <pre className="text-sm whitespace-pre-wrap">{mail.body}</pre>
            </Disclosure>
          ))}
        </div>
      ) : null}
    </>
  );
}

const SHOWN = 25;

function stateOf({ state, attempts }: MailItem, hasServer: boolean): { tone: Tone; word: string } {
  if (state === 'sent') return { tone: 'good', word: 'sent' };
  if (state === 'failed') return { tone: 'risk', word: 'failed' };
  if (!hasServer) return { tone: 'attention', word: 'kept' };
  return { tone: 'progress', word: attempts > 0 ? 'retrying' : 'waiting' };
}
