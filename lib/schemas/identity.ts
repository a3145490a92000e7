import { z } from 'zod';

export const emailAddress = z.email().max(254).trim();

/** Twelve characters, no rules about their kind (NIST SP 800-63B); the upper bound keeps hashing bounded. */
export const newPassword = z.string().min(12).max(256);

export const newUser = z.strictObject({
  email: emailAddress,
  name: z.string().trim().min(1).max(200),
  password: newPassword,
  locale: z.string().min(2).max(35).default('en'),
});

export const passwordSignIn = z.object({
  email: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(256),
});

export const personaSignIn = z.object({ personaId: z.uuid() });
