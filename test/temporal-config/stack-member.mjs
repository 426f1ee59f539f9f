// One command's share of the local stack, as a process of its own that can be killed. Prints JSON lines: each line of
// progress, then { joined }; leaves on SIGTERM. Uses the built files, which `npm test` builds first.
import { joinStack } from '../../dist/temporal-config/local-stack/join-stack.js';

const print = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const options = { ...JSON.parse(process.argv[2]), onProgress: (line) => print({ line }) };
const connection = await joinStack(options).catch((error) => {
  print({ line: error.message });
  process.exit(2);
});
print({ joined: { address: connection.address, uiUrl: connection.uiUrl, role: connection.role() } });
process.on('SIGTERM', async () => {
  await connection.leave();
  process.exit(0);
});
