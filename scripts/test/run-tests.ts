import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generateClient } from '../generate-client';
import { freePort } from '../postgres/free-port';
import { Sentence } from '../sentence';
import { ensureChromium } from './chromium';
import type { Counts } from './count';
import { PARTS, type Part, type Step, turns } from './steps';

/**
 * Runs the chosen parts, all by default. A failing step does not keep the next from running; the last line is
 * `N passed, N failed`. Answers the exit code.
 */
export async function runTests(chosen: string[]): Promise<number> {
  const unknown = chosen.filter((part) => !PARTS.includes(part as Part));
  if (unknown.length > 0) {
    console.error(`There is no part ${unknown.join(', ')}; npm test -- ${PARTS.join(' | ')}`);
    return 2;
  }
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'tributary-test-'));
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    await generateClient();
    const isChosen = ({ part }: Step) => chosen.length === 0 || chosen.includes(part);
    const wanted = turns(scratch).map((turn) => turn.filter(isChosen));
    const browser = wanted.flat().some(({ part }) => part === 'e2e') ? ensureChromium() : Promise.resolve();
    browser.catch(() => {}); // The step that needs it tells; until then the others go on.
    for (const turn of wanted) {
      await twoAtATime(turn, async (step) => {
        const counts = await runStep(step, scratch, browser);
        total.passed += counts.passed;
        total.failed += counts.failed;
      });
    }
  } catch (error) {
    console.error(error instanceof Sentence ? error.message : error);
    total.failed += 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

/** Most checks use one core, and a machine that tests has two at least. */
async function twoAtATime(turn: readonly Step[], take: (step: Step) => Promise<void>): Promise<void> {
  const waiting = [...turn];
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) await take(step);
  };
  await Promise.all([lane(), lane()]);
}

async function runStep(step: Step, scratch: string, browser: Promise<void>): Promise<Counts> {
  const since = performance.now();
  if (step.report) console.log(`… ${step.name}`);
  const counts = await outcome(step, scratch, browser);
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  const detail = step.report ? ` ${counts.passed} passed, ${counts.failed} failed${skipped}` : '';
  console.log(`${counts.failed === 0 ? '✓' : '✗'} ${step.name}:${detail} (${seconds} s)`);
  return counts;
}

/** A suite that ends badly without a failed test to show for it (no report, a crash) counts as one failure. */
async function outcome(step: Step, scratch: string, browser: Promise<void>): Promise<Counts> {
  try {
    if (step.part === 'e2e') await browser;
    const code = await run(step, step.part === 'e2e' ? await stackOfItsOwn(scratch) : {});
    const { file, count } = step.report ?? {};
    if (file === undefined || count === undefined) return one(code === 0);
    if (!existsSync(file)) return one(false);
    const counts = count(JSON.parse(readFileSync(file, 'utf8')));
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch (error) {
    console.error(error instanceof Sentence ? error.message : error);
    return one(false);
  }
}

function one(passed: boolean): Counts {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** Where the browser tests' own stack lives: away from the one a developer may have running. */
async function stackOfItsOwn(scratch: string): Promise<Record<string, string>> {
  return { E2E_PORT: String(await freePort()), E2E_DATA_DIR: path.join(scratch, 'data') };
}

/** A suite talks while it runs; a check speaks only when it fails. */
function run(step: Step, more: Record<string, string>): Promise<number> {
  const loader = step.script.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, [...loader, step.script, ...step.args], {
    stdio: step.report ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...step.env, ...more },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => {
      if (code !== 0 && said !== '') console.error(said.trimEnd());
      resolve(code ?? 1);
    });
  });
}
