/**
 * Membership of a consumer group, call by call. A member keeps its name (the group instance id), so that
 * one that restarts in time is the same member to the broker and gets its partitions back at once.
 */
import { AssignerProtocol } from 'kafkajs';
import type Cluster from 'kafkajs/src/cluster/index.js';
import type { Broker } from 'kafkajs/src/cluster/index.js';
import apiKeys from 'kafkajs/src/protocol/requests/apiKeys.js';
import protocol from 'kafkajs/src/protocol/requests/index.js';
import { shareOut } from './assignment.ts';
import { connected } from './connection.ts';
import { brokerErrorType } from './errors.ts';

export interface MembershipSettings {
  readonly topic: string;
  readonly groupId: string;
  readonly member: string;
  readonly sessionMs: number;
  readonly rebalanceMs: number;
}

export interface Generation {
  readonly id: number;
  readonly memberId: string;
  readonly partitions: readonly number[];
}

interface Joined {
  readonly generationId: number;
  readonly memberId: string;
  readonly leaderId: string;
  readonly members: readonly { readonly memberId: string; readonly memberMetadata: Buffer }[];
}

const PROTOCOL = 'ventanilla';

export class Membership {
  readonly #cluster: Cluster;
  readonly #settings: MembershipSettings;
  #broker: Broker | undefined;
  #memberId = '';
  #instance: string | null;

  constructor(cluster: Cluster, settings: MembershipSettings) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#instance = settings.member;
  }

  async coordinator(): Promise<Broker> {
    await connected(this.#cluster);
    const { groupId } = this.#settings;
    this.#broker ??= await this.#cluster.findGroupCoordinator({ groupId });
    return this.#broker;
  }

  /** It may have moved: find it anew next time. */
  forgetCoordinator(): void {
    this.#broker = undefined;
  }

  /**
   * We are unknown to the broker: join as somebody new, and nameless. Whoever restarted under our name
   * would be thrown out by our return, and we by theirs, for ever.
   */
  forgetMember(): void {
    this.#memberId = '';
    this.#instance = null;
  }

  /** Joins, and waits until everyone alive has. */
  async join(): Promise<Generation> {
    const { groupId, topic } = this.#settings;
    const joined = await this.#join();
    const { generationId, memberId, leaderId } = joined;
    this.#memberId = memberId;
    const { memberAssignment } = await (await this.coordinator()).syncGroup({
      groupId,
      generationId,
      memberId,
      groupAssignment: leaderId === memberId ? await this.#assign(joined) : [],
    });
    const decoded = AssignerProtocol.MemberAssignment.decode(memberAssignment);
    return { id: generationId, memberId, partitions: decoded?.assignment[topic] ?? [] };
  }

  async heartbeat({ id, memberId }: Generation): Promise<'fine' | 'rebalance' | 'lost'> {
    const { groupId } = this.#settings;
    try {
      await (await this.coordinator()).heartbeat({ groupId, groupGenerationId: id, memberId });
      return 'fine';
    } catch (error) {
      switch (brokerErrorType(error)) {
        case 'REBALANCE_IN_PROGRESS':
          return 'rebalance';
        case 'UNKNOWN_MEMBER_ID':
        case 'ILLEGAL_GENERATION':
        case 'FENCED_INSTANCE_ID':
          this.forgetMember();
          return 'lost';
        default:
          throw error;
      }
    }
  }

  async leave(): Promise<void> {
    if (this.#memberId === '') return;
    await this.#send('LeaveGroup', {
      groupId: this.#settings.groupId,
      memberId: this.#memberId,
    });
  }

  /** kafkajs's own calls leave the group instance id out. */
  async #send(name: 'JoinGroup' | 'LeaveGroup', payload: object): Promise<unknown> {
    const to = await this.coordinator();
    const request = to.lookupRequest(apiKeys[name] as number, protocol.requests[name]);
    return to.connectionPool.send(request({ ...payload, groupInstanceId: this.#instance }));
  }

  async #join(): Promise<Joined> {
    const { topic, groupId, member, sessionMs, rebalanceMs } = this.#settings;
    const metadata = AssignerProtocol.MemberMetadata.encode({
      version: 1,
      topics: [topic],
      // Sharing out by these names, not by ids of the broker's making, keeps partitions where they are.
      userData: Buffer.from(member),
    });
    try {
      return (await this.#send('JoinGroup', {
        groupId,
        sessionTimeout: sessionMs,
        rebalanceTimeout: rebalanceMs,
        memberId: this.#memberId,
        protocolType: 'consumer',
        groupProtocols: [{ name: PROTOCOL, metadata }],
      })) as Joined;
    } catch (error) {
      const given = (error as { memberId?: unknown }).memberId;
      if (brokerErrorType(error) !== 'MEMBER_ID_REQUIRED' || typeof given !== 'string') throw error;
      this.#memberId = given;
      return this.#join();
    }
  }

  async #assign({ members }: Joined) {
    const { topic } = this.#settings;
    await this.#cluster.refreshMetadata();
    const partitions = this.#cluster.findTopicPartitionMetadata(topic).length;
    const named = members.map(({ memberId, memberMetadata }) => ({
      memberId,
      name: AssignerProtocol.MemberMetadata.decode(memberMetadata)?.userData.toString() ?? '',
    }));
    return shareOut(named, partitions).map(({ memberId, partitions: own }) => ({
      memberId,
      memberAssignment: AssignerProtocol.MemberAssignment.encode({
        version: 1,
        assignment: { [topic]: [...own] },
        userData: Buffer.alloc(0),
      }),
    }));
  }
}
