'use client';

import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { type Refusal, requestSignIn } from '@/app/(auth)/sign-in/_components/request-sign-in';
import { FormError } from '@/components/ui/form';
import { Spinner } from '@/components/ui/spinner';

type Audience = 'operator' | 'partner' | 'customer';
type Persona = {
  membershipId: string;
  userName: string;
  audience: Audience;
  role: string;
  partyName: string;
};

export type PersonaListProps = { personas: readonly Persona[]; destination: string };

/** The demo's people, by the portal they work in; one click is a sign-in. */
export function PersonaList({ personas, destination }: PersonaListProps): ReactNode {
  const t = useTranslations('auth');
  const [pendingId, setPendingId] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function enter(personaId: string) {
    setPendingId(personaId);
    setRefusal(null);
    const refused = await requestSignIn('demo', { personaId });
    if (refused === null) return window.location.assign(destination);
    setPendingId(null);
    setRefusal(refused);
  }

  return (
    <section className="pb-10" aria-label={t('demo.title')}>
      <FormError>{refusal ? t(`refused.${refusal.code}`, { seconds: refusal.seconds }) : null}</FormError>
      {audiences.map((audience) => (
        <PersonaGroup
          key={audience}
          title={t(`demo.audience.${audience}`)}
          personas={personas.filter((persona) => persona.audience === audience)}
          pendingId={pendingId}
          onEnter={enter}
        />
      ))}
    </section>
  );
}

const audiences: readonly Audience[] = ['operator', 'partner', 'customer'];

function PersonaGroup({
  title,
  personas,
  pendingId,
  onEnter,
}: {
  title: string;
  personas: readonly Persona[];
  pendingId: string | null;
  onEnter: (personaId: string) => void;
}): ReactNode {
  const t = useTranslations('auth');
  const headingId = useId();
  if (personas.length === 0) return null;
  return (
    <div className="pb-5">
      <h2 id={headingId} className="border-b pb-1.5 text-sm font-semibold">
        {title}
      </h2>
      <ul aria-labelledby={headingId}>
        {personas.map(({ membershipId, userName, partyName, role }) => (
          <li key={membershipId} className="border-b">
            <button
              type="button"
              disabled={pendingId !== null}
              onClick={() => onEnter(membershipId)}
              className="flex min-h-11 w-full cursor-pointer items-center gap-3 py-1.5 pe-1 text-start -outline-offset-2 hover:bg-sunken disabled:cursor-default"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{userName}</span>{' '}
                <span className="block text-sm text-ink-muted">
                  {t('demo.persona', { party: partyName, role: t(`role.${role}`) })}
                </span>
              </span>
              {pendingId === membershipId ? (
                <Spinner />
              ) : (
                <ChevronRight size={16} aria-hidden className="text-ink-muted rtl:rotate-180" />
              )}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
