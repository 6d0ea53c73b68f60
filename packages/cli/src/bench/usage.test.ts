import { cpuMicros, peakRssMb, rssMb, treeCpuMicros } from './usage.ts';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('usage', () => {
  it('counts the CPU time that this process burns', () => {
    const before = cpuMicros(process.pid);
    const { user, system } = process.cpuUsage();
    for (let burnt = 0; burnt < 150_000; ) {
      const now = process.cpuUsage();
      burnt = now.user + now.system - user - system;
    }
    const burnt = cpuMicros(process.pid) - before;
    expect(burnt).toBeGreaterThanOrEqual(50_000);
    expect(treeCpuMicros(process.pid)).toBeGreaterThanOrEqual(cpuMicros(process.pid));
  });

  it('knows memory, and nothing of a process that is not there', () => {
    expect(peakRssMb(process.pid)).toBeGreaterThanOrEqual(rssMb(process.pid) * 0.5);
    expect([cpuMicros(2 ** 30), peakRssMb(2 ** 30)]).toEqual([0, 0]);
  });
});
