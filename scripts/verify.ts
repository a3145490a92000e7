import { Client } from 'pg';
import { openDatabaseInUse } from './postgres/database-in-use';
import { runCommand } from './sentence';
import { verifyBooks } from './verify/verify-books';

/** `npm run -s verify`: one line a check of the database in use; exit 1 if any fails. */
await runCommand(async () => {
  const database = await openDatabaseInUse();
  const client = new Client({ connectionString: database.ownerUrl });
  try {
    await client.connect();
    const findings = await verifyBooks(client);
    for (const { id, claim, checked, faults } of findings) {
      console.log(
        `${faults.length === 0 ? '✓' : '✗'} ${id.padEnd(22)} ${String(checked).padStart(7)}  ${claim}`,
      );
      for (const fault of faults) console.log(`    ${fault}`);
    }
    const failed = findings.filter(({ faults }) => faults.length > 0).length;
    console.log(`${findings.length - failed} passed, ${failed} failed`);
    if (failed > 0) process.exitCode = 1;
  } finally {
    await client.end();
    await database.close();
  }
});
