import { checkHealth } from '@/lib/services/health/check-health';
import packageJson from '@/package.json';

export const dynamic = 'force-dynamic';

/** For load balancers and for the start command: 200 when web, database and at least one worker are up, else 503. */
export async function GET(): Promise<Response> {
  const health = await checkHealth();
  return Response.json(
    { ...health, version: packageJson.version },
    { status: health.status === 'ok' ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  );
}
