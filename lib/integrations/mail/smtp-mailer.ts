import { createTransport } from 'nodemailer';
import type { Mailer } from '@/lib/integrations/mail/mailer';

const TIMEOUT_MS = 15_000;

/** Mail over SMTP. `url` may carry a user and a password, which stay out of every message this throws. */
export function smtpMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = createTransport(url, {
    from,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { hostname } = new URL(url);
  return {
    send: async ({ id, to, subject, text, html }) => {
      const messageId = `<${id}@${hostname}>`;
      // The address goes in as an object: in a plain text a comma would name a second recipient.
      await transport.sendMail({ messageId, to: { name: '', address: to }, subject, text, html });
    },
    close: () => transport.close(),
  };
}
