import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { liveViewer } from '@/lib/auth/live-viewer';
import { connectAs, disconnect } from '@/lib/db/client';
import { createMembership } from '@/lib/services/identity/create-membership';
import { createUser } from '@/lib/services/identity/create-user';
import { endSession } from '@/lib/services/identity/end-session';
import { listScopes } from '@/lib/services/identity/list-scopes';
import { signInWithPassword } from '@/lib/services/identity/sign-in';
import { switchScope } from '@/lib/services/identity/switch-scope';
import {
  employ,
  foundOperator,
  NOW,
  PASSWORD,
  type TestOperator,
} from '@/lib/services/identity/two-operators.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const LATER = '2026-11-22T11:00:00.000Z';

let database: TestDatabase;
let first: TestOperator;
let second: TestOperator;

beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'a secret of this test, long enough to be one';
  database = await createTestDatabase();
  connectAs(database.appUrl);
  first = await foundOperator('first');
  second = await foundOperator('second');
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

const signIn = (email: string, password = PASSWORD, address = '192.0.2.1') =>
  signInWithPassword({ email, password, address, now: NOW });

/** The cookie's value, as next-auth writes it. */
const tokenOf = (session: { userId: string; sessionId: string }) =>
  encode({
    token: { sub: session.userId, sid: session.sessionId },
    secret: process.env.NEXTAUTH_SECRET ?? '',
  });

describe('a session', () => {
  test('speaks for the person in their first membership, whatever the case of the address', async () => {
    const { userId } = await employ(first, 'Ewa@Example.com');
    const session = await signIn('ewa@EXAMPLE.com');
    const viewer = await liveViewer(await tokenOf(session), LATER);
    expect(viewer).toMatchObject({
      userId,
      email: 'ewa@example.com',
      actor: {
        kind: 'user',
        operatorId: first.operatorId,
        audience: 'operator',
        partyId: null,
        role: 'admin',
      },
    });
  });

  test('ends at once when it is revoked, and takes no other session with it', async () => {
    await employ(first, 'two-browsers@example.com');
    const here = await signIn('two-browsers@example.com');
    const there = await signIn('two-browsers@example.com');
    await endSession({ userId: here.userId, sessionId: here.sessionId, now: NOW });
    expect(await liveViewer(await tokenOf(here), LATER)).toBeNull();
    expect(await liveViewer(await tokenOf(there), LATER)).not.toBeNull();
  });

  test('can be ended everywhere', async () => {
    await employ(first, 'everywhere@example.com');
    const sessions = [await signIn('everywhere@example.com'), await signIn('everywhere@example.com')];
    await endSession({ userId: sessions[0]!.userId, now: NOW });
    for (const session of sessions) expect(await liveViewer(await tokenOf(session), LATER)).toBeNull();
  });

  test('ends by itself after twelve hours, to the second', async () => {
    await employ(first, 'all-day@example.com');
    const token = await tokenOf(await signIn('all-day@example.com'));
    expect(await liveViewer(token, '2026-11-22T21:59:59.999Z')).not.toBeNull();
    expect(await liveViewer(token, '2026-11-22T22:00:00.000Z')).toBeNull();
  });

  test('is nobody’s but its owner’s: another person’s session id opens nothing', async () => {
    await employ(first, 'owner@example.com');
    const { userId: thief } = await employ(second, 'thief@example.com');
    const { sessionId } = await signIn('owner@example.com');
    expect(await liveViewer(await tokenOf({ userId: thief, sessionId }), LATER)).toBeNull();
    await endSession({ userId: thief, sessionId, now: NOW });
    const { userId } = await signIn('owner@example.com');
    expect(await liveViewer(await tokenOf({ userId, sessionId }), LATER)).not.toBeNull();
  });

  test('does not begin with a forged, foreign or empty token', async () => {
    const session = { userId: crypto.randomUUID(), sessionId: crypto.randomUUID() };
    const foreign = await encode({
      token: { sub: session.userId, sid: session.sessionId },
      secret: 'another secret',
    });
    for (const token of [undefined, '', 'nonsense', 'a.b.c.d.e', foreign, await tokenOf(session)]) {
      expect(await liveViewer(token, NOW)).toBeNull();
    }
  });
});

describe('the scopes of a person', () => {
  test('reach over operators, and a session moves between them and to no other', async () => {
    const { userId } = await employ(first, 'many@example.com');
    const asPartner = { userId, audience: 'partner', partyId: second.partnerId, role: 'billing' } as const;
    const { id: membershipId } = await createMembership(second.ctx, asPartner);
    expect((await listScopes(userId)).map(({ partyName, role }) => [partyName, role])).toEqual([
      ['Operator first', 'admin'],
      ['Partner of second', 'billing'],
    ]);

    const { sessionId } = await signIn('many@example.com');
    expect(await switchScope({ userId, sessionId, membershipId })).toEqual({ audience: 'partner' });
    const viewer = await liveViewer(await tokenOf({ userId, sessionId }), LATER);
    expect(viewer?.actor).toMatchObject({ operatorId: second.operatorId, partyId: second.partnerId });

    const stranger = await employ(second, 'stranger@example.com');
    const foreign = { userId, sessionId, membershipId: stranger.membershipId };
    await expect(switchScope(foreign)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('are given by an operator to its own parties only', async () => {
    const { userId } = await employ(first, 'grant@example.com');
    const grant = { userId, audience: 'partner', partyId: second.partnerId, role: 'admin' } as const;
    await expect(createMembership(first.ctx, grant)).rejects.toMatchObject({ code: 'party_mismatch' });
    const wrongKind = { ...grant, partyId: first.customerId };
    await expect(createMembership(first.ctx, wrongKind)).rejects.toMatchObject({ code: 'party_mismatch' });
  });

  test('given twice are one, with the last role', async () => {
    const { userId, membershipId } = await employ(first, 'again@example.com');
    const grant = { userId, audience: 'operator', partyId: null, role: 'viewer' } as const;
    expect(await createMembership(first.ctx, grant)).toEqual({ id: membershipId });
    expect(await listScopes(userId)).toMatchObject([{ membershipId, role: 'viewer' }]);
  });
});

describe('signing in', () => {
  test('answers an unknown address as it answers a wrong password', async () => {
    await employ(first, 'known@example.com');
    const refused = { code: 'wrong_credentials', message: 'The address or the password is wrong.' };
    await expect(signIn('known@example.com', 'wrong password')).rejects.toMatchObject(refused);
    await expect(signIn('nobody@example.com', PASSWORD)).rejects.toMatchObject(refused);
  });

  test('stops after eight wrong passwords, the right one included, from any address', async () => {
    await employ(first, 'guessed@example.com');
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const guess = signIn('guessed@example.com', `guess ${attempt}`, `198.51.100.${attempt}`);
      await expect(guess).rejects.toMatchObject({ code: 'wrong_credentials' });
    }
    const right = signIn('Guessed@example.com', PASSWORD, '198.51.100.99');
    await expect(right).rejects.toMatchObject({ kind: 'rate_limited', code: 'sign_in_limited' });
  });

  test('refuses a person whom nobody gave access', async () => {
    await createUser(first.ctx, { email: 'alone@example.com', name: 'Alone', password: PASSWORD });
    await expect(signIn('alone@example.com')).rejects.toMatchObject({ code: 'no_membership' });
  });

  test('one address is one person, in any case', async () => {
    await employ(first, 'taken@example.com');
    const again = { email: 'TAKEN@example.com', name: 'Other', password: PASSWORD };
    await expect(createUser(second.ctx, again)).rejects.toMatchObject({ code: 'email_taken' });
  });
});
