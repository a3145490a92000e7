import { markMailFailed, markMailSent, nextMailAt, takeDueMail } from '@/lib/db/mail';
import { withTenantSql } from '@/lib/db/tenant';
import { mailHtml } from '@/lib/documents/mail-html';
import { scopeOf } from '@/lib/domain/access/actor';
import { env } from '@/lib/env';
import type { Mailer } from '@/lib/integrations/mail/mailer';
import { smtpMailer } from '@/lib/integrations/mail/smtp-mailer';
import { log } from '@/lib/log';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** The way out that the environment names; null when it names none, and mail is then kept. */
export function mailerOfEnvironment(): Mailer | null {
  const { SMTP_URL, MAIL_FROM } = env();
  return SMTP_URL ? smtpMailer({ url: SMTP_URL, from: MAIL_FROM }) : null;
}

/**
 * Sends the letters that are due, one transaction each: it is marked as sent in the transaction that holds it, so that two senders
 * never take the same. A letter that cannot be sent is tried again after 1, 5, 30 minutes and so on for two days, then given up. One
 * that was taken by the mail server just before a crash goes out twice, with the same Message-ID. Answers when the next is due.
 */
export async function sendDueMail(ctx: ServiceContext, mailer: Mailer, most = 100): Promise<string | null> {
  authorise(ctx, 'mail.read');
  const scope = scopeOf(ctx.actor);
  for (let sent = 0; sent < most; sent += 1) {
    const isMore = await withTenantSql(scope, async (sql) => {
      const mail = await takeDueMail(sql, ctx.now);
      if (!mail) return false;
      const { id, recipient, subject, body, attempts } = mail;
      try {
        await mailer.send({ id, to: recipient, subject, text: body, html: mailHtml(body) });
        await markMailSent(sql, id, ctx.now);
      } catch (error) {
        const failure = reasonOf(error);
        log.warn({ mail: id, failure }, 'mail was not taken');
        await markMailFailed(sql, id, failure, nextAttemptAt(attempts + 1, ctx.now));
      }
      return true;
    });
    if (!isMore) break;
  }
  return withTenantSql(scope, nextMailAt);
}

const WAIT_MINUTES = [1, 5, 30, 120, 360, 720, 1_440];

function nextAttemptAt(attempts: number, now: string): string | null {
  const minutes = WAIT_MINUTES[attempts - 1];
  return minutes === undefined ? null : new Date(Date.parse(now) + minutes * 60_000).toISOString();
}

/** What the server said, shortened; user names in it are not ours to hide, passwords never are in it. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 300);
