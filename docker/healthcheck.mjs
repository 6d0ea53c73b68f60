/** Ends with 0 when the service in this container says that it is ready. */
const port = process.env.HEALTH_PORT ?? '9464';
try {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, {
    signal: AbortSignal.timeout(2_500),
  });
  process.exitCode = answer.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
