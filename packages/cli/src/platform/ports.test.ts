import { once } from 'node:events';
import { createServer } from 'node:net';
import { claimPorts, preferPorts } from './ports.ts';

describe('ports', () => {
  it('are three in a row, and refused by name when one is taken', async () => {
    const ports = await claimPorts(0);
    expect([ports.query - ports.api, ports.identity - ports.api]).toEqual([1, 2]);
    const holder = createServer().listen(ports.query, '127.0.0.1');
    await once(holder, 'listening');
    await expect(claimPorts(ports.api)).rejects.toThrow(`${ports.query}`);
    const others = await preferPorts(ports.api);
    expect(others.api).not.toBe(ports.api);
    holder.close();
  });
});
