/** The members of the probe's group: kept alive, listened to, and answered. */
import { fileURLToPath } from 'node:url';
import type { Home } from '../../platform/home.ts';
import { supervise } from '../../platform/supervisor.ts';
import type { ProbeBook } from './probe-book.ts';
import type { BatchSeen, FromMember, MemberSettings, ToMember } from './probe-port.ts';

const MEMBERS = ['probe-1', 'probe-2'];

interface Held {
  readonly seen: BatchSeen;
  readonly letGo: () => void;
}

export function startMembers(home: Home, where: Omit<MemberSettings, 'member'>, book: ProbeBook) {
  /** Whose next batch is kept waiting, and who waits for it. */
  let catching: { readonly member: string; readonly caught: (held: Held) => void } | undefined;
  const told = new Set<string>();

  const hear = (member: string, message: FromMember, reply: (message: ToMember) => void) => {
    switch (message.type) {
      case 'hello':
        reply({
          type: 'settings',
          settings: { ...where, member },
        });
        return;
      case 'told':
        told.add(`${member}/${message.batch}`);
        return;
      case 'batch': {
        for (const text of message.texts) book.note(text, member);
        const letGo = () => reply({ type: 'noted', batch: message.batch });
        if (catching?.member !== member) return letGo();
        catching.caught({ seen: message, letGo });
        catching = undefined;
      }
    }
  };
  const members = MEMBERS.map((name) =>
    supervise(
      {
        name,
        entry: fileURLToPath(new URL('./probe-member.ts', import.meta.url)),
        environment: { NODE_OPTIONS: '--disable-warning=ExperimentalWarning', TZ: 'UTC' },
        logFile: `${home.logs}/${name}.log`,
      },
      {
        onStart: () => {},
        onDeath: () => {},
        onMessage: (message, reply) => hear(name, message as FromMember, reply),
      },
    ),
  );
  return {
    members,
    /** Batches, as `member/number`, whose holder knows that its right is gone. */
    told: told as ReadonlySet<string>,
    /** The next batch of this member, which is not answered until it is let go. */
    catchBatch: (member: string) =>
      new Promise<Held>((caught) => {
        catching = { member, caught };
      }),
  };
}
