import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { SignOutForm } from '@/app/(auth)/sign-out-form';
import { operatorNav } from '@/app/operator/operator-nav';
import { AlertBell } from '@/components/alert/alert-bell';
import { AppShell } from '@/components/shell/app-shell';
import { requireViewer } from '@/lib/auth/viewer';
import { countNewAlerts } from '@/lib/services/alerts/list-alerts';
import { getOperator } from '@/lib/services/operators/get-operator';

export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer('operator');
  const t = await getTranslations('operator');
  const ctx = { actor: viewer.actor, now: new Date().toISOString() };
  const [operator, newAlerts] = await Promise.all([getOperator(ctx), countNewAlerts(ctx)]);
  return (
    <AppShell
      audience="operator"
      homeHref="/operator"
      operatorName={operator.name}
      user={{ name: viewer.name, email: viewer.email, role: t(`role.${viewer.actor.role}`) }}
      bell={<AlertBell href="/operator/alerts" initial={newAlerts} />}
      signOut={<SignOutForm />}
      nav={await operatorNav()}
    >
      {children}
    </AppShell>
  );
}
