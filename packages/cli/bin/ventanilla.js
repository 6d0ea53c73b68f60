#!/usr/bin/env node
// Plain JavaScript that an old Node (18 or later) can run: it finds a Node 24 and hands over to it,
// because the sources are TypeScript that only Node 24 runs as they are.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;

function handOver(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    // The channel tells the child when this process is gone, even when it was killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(3);
  });
}

if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  const { main } = await import('../src/main.ts');
  await main(process.argv);
} else {
  const own = new URL('../../../node_modules/.bin/node', import.meta.url);
  if (existsSync(own)) {
    handOver(fileURLToPath(own));
  } else {
    process.stderr.write(
      `ventanilla needs Node ${NEEDED}; this is ${process.version}.\n` +
        'Run "npm start" once in the project folder: it brings the right Node along.\n',
    );
    process.exit(3);
  }
}
