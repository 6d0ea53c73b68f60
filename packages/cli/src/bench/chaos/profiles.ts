/** The fault gates by name. The numbers in their steps are those of the full gate. */
import { clockSteps, movableClocks } from './clock.ts';
import { kafkaSteps } from './kafka.ts';
import { keySteps } from './keys.ts';
import { kinesisSteps } from './kinesis.ts';
import { postgresSteps } from './postgres.ts';
import type { Profile } from './scene.ts';
import { serviceSteps } from './services.ts';

export const PROFILES: Readonly<Record<string, Profile>> = {
  services: { steps: serviceSteps },
  kafka: { steps: kafkaSteps, stream: 'kafka' },
  kinesis: { steps: kinesisSteps, stream: 'kinesis' },
  postgres: { steps: postgresSteps },
  keys: { steps: keySteps, keyKinds: { encryption: 'kms' } },
  clock: { steps: clockSteps, overrides: movableClocks },
};
