/** A letter as it is sent. The id is the same over all attempts, so that a receiver can tell a repetition. */
export type OutgoingMail = { id: string; to: string; subject: string; text: string; html: string };

/** The way out for mail. `send` resolves when the next server has taken it; rejects with a sentence about why not. */
export type Mailer = { send(mail: OutgoingMail): Promise<void>; close(): void };
